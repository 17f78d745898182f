import { createHash } from 'node:crypto';

/** Everything that decides what an image is. */
export interface ImageIdentity {
  /** `mode object path` of each file, in git's order. */
  readonly entries: readonly string[];
  readonly dockerfile: string;
  readonly target: string;
  readonly platforms: readonly string[];
  readonly buildArgs: readonly string[];
  readonly buildContexts: readonly string[];
}

/** `src-` and 40 hex digits over all that decides what an image is: the same inputs, the same tag. */
export function imageTag({ entries, ...settings }: ImageIdentity): string {
  const platforms = settings.platforms.toSorted();
  const { dockerfile, target, buildArgs, buildContexts } = settings;
  // JSON keeps the parts apart, so that no two lists of words look alike.
  const text = JSON.stringify([entries, dockerfile, target, platforms, buildArgs, buildContexts.map(nameAndKind)]);
  return `src-${createHash('sha256').update(text).digest('hex').slice(0, 40)}`;
}

// A local folder's path differs from machine to machine; what it stands in for is named by the context's name.
function nameAndKind(context: string): string {
  const [name = '', ...value] = context.split('=');
  const kind = /^[a-z-]+:\/\//.exec(value.join('='))?.[0] ?? 'local';
  return `${name}=${kind}`;
}
