import { readHolds } from '../../actions/toolkit/hold.ts';
import { readBounds } from '../../actions/toolkit/release-bounds.ts';
import { type Release, readRelease } from '../../actions/toolkit/release-file.ts';
import { formatPinned } from '../../actions/toolkit/scale-expiry.ts';

/** A commit on an environment's release folder, as Git has it; texts are '' for a file that is not there. */
export interface RawChange {
  readonly environment: string;
  readonly commit: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly by: string;
  readonly title: string;
  readonly body: string;
  /** The trailer of that name. */
  readonly operation: string;
  /** The release file before and after. */
  readonly release: readonly [string, string];
  /** The hold file before and after. */
  readonly hold: readonly [string, string];
}

export type ChangeKind = 'release' | 'rollback' | 'scale' | 'hold' | 'hold-lifted' | 'edit';

/** What a commit did to an environment. */
export interface Change {
  readonly kind: ChangeKind;
  readonly environment: string;
  readonly commit: string;
  readonly at: string;
  /** Who asked for it, else who committed it. */
  readonly by: string;
  readonly title: string;
  /** What a person gave as reason; '' for none. */
  readonly reason: string;
  /** Digests `sha256:…`, '' for none. */
  readonly digest: { readonly before: string; readonly after: string };
  /** Pinned bounds as the release file's annotations write them: `min=3 max=6`, or `overlay`. */
  readonly bounds: { readonly before: string; readonly after: string };
  /** What the hold refuses afterwards: `*`, a digest or several, or '' where there is none. */
  readonly holds: string;
}

/** Reads a commit as what it did. Pure; a file that cannot be read counts as one that says nothing. */
export function describeChange(raw: RawChange): Change {
  const { environment, commit, at, by, title } = raw;
  const [before, after] = raw.release;
  const digest = { before: releaseOf(before)?.digest ?? '', after: releaseOf(after)?.digest ?? '' };
  const bounds = { before: boundsOf(before), after: boundsOf(after) };
  const kind = kindOf(raw, digest.before !== digest.after, bounds.before !== bounds.after);
  return {
    kind,
    environment,
    commit,
    at,
    by,
    title,
    reason: reasonOf(raw),
    digest,
    bounds,
    holds: refusedBy(raw.hold[1]),
  };
}

function kindOf(
  { operation, release, hold: [before, after] }: RawChange,
  isDigest: boolean,
  isBounds: boolean,
): ChangeKind {
  // A rollback that lifts a hold leaves the release file as it is.
  if (operation === 'rollback' && release[0] !== release[1]) return 'rollback';
  if (isDigest) return 'release';
  if (operation === 'scale' || isBounds) return 'scale';
  // Of several holds one may be lifted.
  if (after !== before) return after === '' || operation === 'release-hold' ? 'hold-lifted' : 'hold';
  return 'edit';
}

// Actions indent what a person wrote; unindented lines are words and trailers of their own.
function reasonOf({ body }: RawChange): string {
  const lines = body.split('\n').filter(line => line.startsWith('    ') || line === '');
  return lines
    .map(line => line.slice(4))
    .join('\n')
    .replaceAll(/\n{2,}/g, '\n')
    .trim();
}

function releaseOf(text: string): Release | undefined {
  return orElse(() => readRelease(text), undefined);
}

function boundsOf(text: string): string {
  return orElse(() => formatPinned(readBounds(text).pinned), 'overlay');
}

function refusedBy(text: string): string {
  if (text === '') return '';
  const refuses = orElse(() => readHolds(text).map(hold => hold.refuses), ['*' as const]);
  return refuses.includes('*') ? '*' : refuses.flat().join(' ');
}

function orElse<T, U>(read: () => T, otherwise: U): T | U {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
