import { asActionError } from '../errors.ts';
import { changedPaths, findFile, isAncestor, needCommit, type Repository } from '../git.ts';
import { type Hold, isInForce, readHold } from '../hold.ts';
import { defaultImageInputs } from '../image-inputs.ts';
import { holdPath, releasePath } from '../manifest-names.ts';
import { readRelease } from '../release-file.ts';

/** What keeps releases away from an environment, or did. */
export type HoldState =
  | { readonly kind: 'none' }
  | { readonly kind: 'in-force'; readonly hold: Hold }
  /** `isBehind`: the branch holds a source that the hold has kept back and that nothing has released since. */
  | { readonly kind: 'expired'; readonly hold: Hold; readonly isBehind: boolean }
  | { readonly kind: 'invalid'; readonly message: string };

/** Reads an environment's hold at a commit, and whether its expiry has left something to do. */
export async function observeHold(
  repository: Repository,
  commit: string,
  environment: string,
  now: Date,
): Promise<HoldState> {
  const text = await findFile(repository, commit, holdPath(environment));
  if (text === undefined) return { kind: 'none' };
  try {
    const hold = readHold(text);
    if (isInForce(hold, now)) return { kind: 'in-force', hold };
    return { kind: 'expired', hold, isBehind: await isBehind(repository, commit, environment) };
  } catch (thrown) {
    const error = asActionError(thrown);
    if (error.code !== 'hold-invalid') throw thrown;
    return { kind: 'invalid', message: error.message };
  }
}

/** Whether two commits hold sources of different images. */
export async function isOtherImage(repository: Repository, one: string, other: string): Promise<boolean> {
  return (await changedPaths(repository, one, other, defaultImageInputs)).length > 0;
}

// A hold before the first release has kept everything back.
async function isBehind(repository: Repository, commit: string, environment: string): Promise<boolean> {
  const release = readRelease((await findFile(repository, commit, releasePath(environment))) ?? '');
  if (!release) return true;
  const released = await needCommit(repository, release.sourceCommit);
  return (await isAncestor(repository, released, commit)) && isOtherImage(repository, released, commit);
}
