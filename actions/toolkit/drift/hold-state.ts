import { asActionError } from '../errors.ts';
import { ensureCommit, isAncestor } from '../git/fetch.ts';
import { changedPaths, type Repository } from '../git/git.ts';
import { readFileAt } from '../git/read-file.ts';
import { type Hold, isInForce, readHolds } from '../hold.ts';
import { defaultImageInputs } from '../image-inputs.ts';
import { holdPath, releasePath } from '../manifest-names.ts';
import { readRelease } from '../release-file.ts';

/** What keeps releases away from an environment, or did. */
export type HoldState =
  | {
      readonly kind: 'read';
      readonly inForce: readonly Hold[];
      /** The one that ended last is the last. */
      readonly expired: readonly Hold[];
      /** The branch holds a source that an expired one has kept back and that nothing has released since. */
      readonly isBehind: boolean;
    }
  | { readonly kind: 'invalid'; readonly message: string };

/** Reads an environment's holds at a commit, and whether the end of one has left something to do. */
export async function observeHolds(
  repository: Repository,
  commit: string,
  environment: string,
  now: Date,
): Promise<HoldState> {
  const text = await readFileAt(repository, commit, holdPath(environment));
  try {
    const holds = text === undefined ? [] : readHolds(text);
    const inForce = holds.filter(hold => isInForce(hold, now));
    const expired = holds.filter(hold => !inForce.includes(hold)).toSorted((a, b) => endOf(a) - endOf(b));
    return {
      kind: 'read',
      inForce,
      expired,
      isBehind: expired.length > 0 && (await isBehind(repository, commit, environment)),
    };
  } catch (thrown) {
    const error = asActionError(thrown);
    if (error.code !== 'hold-invalid') throw thrown;
    return { kind: 'invalid', message: error.message };
  }
}

function endOf({ until }: Hold): number {
  return Date.parse(until ?? '');
}

/** Whether two commits hold sources of different images. */
export async function isOtherImage(repository: Repository, one: string, other: string): Promise<boolean> {
  return (await changedPaths(repository, one, other, defaultImageInputs)).length > 0;
}

// A hold before the first release has kept everything back.
async function isBehind(repository: Repository, commit: string, environment: string): Promise<boolean> {
  const release = readRelease((await readFileAt(repository, commit, releasePath(environment))) ?? '');
  if (!release) return true;
  const released = await ensureCommit(repository, release.sourceCommit);
  return (await isAncestor(repository, released, commit)) && isOtherImage(repository, released, commit);
}
