import { isDigest } from '../toolkit/image.ts';
import { isEnvironment } from '../toolkit/input.ts';

/** Where a person wants to go back to. */
export type Wish =
  | { readonly kind: 'none' }
  | { readonly kind: 'last-verified' }
  | { readonly kind: 'previous' }
  | { readonly kind: 'digest'; readonly digest: string }
  | { readonly kind: 'entry'; readonly path: string };

/** What `to` means; undefined where it means nothing. An entry is a path on the branch `ledger`, of this environment. */
export function readWish(text: string, environment: string): Wish | undefined {
  if (text === 'none' || text === 'last-verified' || text === 'previous') return { kind: text };
  if (isDigest(text)) return { kind: 'digest', digest: text };
  const [folder, name, ...rest] = text.split('/');
  const isEntry = rest.length === 0 && /^\w[\w-]*\.json$/.test(name ?? '') && isEnvironment(folder ?? '');
  return isEntry && folder === environment ? { kind: 'entry', path: text } : undefined;
}
