import { ActionError } from '../errors.ts';
import { ensureCommit, fetchBranch, isAncestor } from '../git/fetch.ts';
import type { Repository } from '../git/git.ts';
import { readFilesAt } from '../git/read-file.ts';
import { type Hold, isInForce, readHolds } from '../hold.ts';
import { holdPath, releasePath } from '../manifest-names.ts';
import { type Release, readRelease } from '../release-file.ts';
import { say } from '../report.ts';

/** Whose release file it is about, and on which branch. */
export interface Place {
  readonly environment: string;
  readonly branch: string;
}

/** Where a wanted source stands to the recorded one, by Git ancestry. */
export type Relation = 'same' | 'newer' | 'older' | 'diverged';

/** What an environment records at a branch's head. */
export interface Head {
  readonly commit: string;
  /** The release file. */
  readonly text: string;
  readonly recorded: Release | undefined;
  /** In force or expired. */
  readonly holds: readonly Hold[];
}

/** Fetches the branch and reads its head. Throws `release-file-invalid` and `hold-invalid`. */
export async function readHead(repository: Repository, place: Place): Promise<Head> {
  return readHeadAt(repository, await fetchBranch(repository, place.branch), place);
}

/** Reads what an environment records at a commit that is the branch's head. Throws as `readHead` does. */
export async function readHeadAt(
  repository: Repository,
  commit: string,
  { environment, branch }: Place,
): Promise<Head> {
  const path = releasePath(environment);
  const [text, held] = await readFilesAt(repository, commit, [path, holdPath(environment)]);
  if (text === undefined) throw new ActionError('release-file-invalid', `There is no ${path} on ${branch}.`);
  const holds = held === undefined ? [] : readHolds(held);
  for (const hold of holds.filter(one => !isInForce(one, new Date())))
    say(`a hold of ${environment} expired at ${hold.until}: ${hold.reason}`);
  return { commit, text, recorded: readRelease(text), holds };
}

/** How a wanted source stands to a recorded one, by Git ancestry. Throws `commit-unknown`. */
export async function relate(repository: Repository, wanted: string, recorded: string | undefined): Promise<Relation> {
  if (recorded === undefined) return 'newer';
  if (wanted === recorded) return 'same';
  await ensureCommit(repository, recorded);
  if (await isAncestor(repository, recorded, wanted)) return 'newer';
  return (await isAncestor(repository, wanted, recorded)) ? 'older' : 'diverged';
}
