import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError } from '../errors.ts';
import { fetchBranch, git, isAncestor, needCommit, type Repository } from '../git.ts';
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

/** Checks the branch's newest head out and reads it. Throws `release-file-invalid` and `hold-invalid`. */
export async function readHead(tree: Repository, { environment, branch }: Place): Promise<Head> {
  const commit = await fetchBranch(tree, branch);
  await git(tree, 'checkout', '--quiet', '--force', '--detach', commit);
  const path = releasePath(environment);
  const text = await readText(tree, path);
  if (text === undefined) throw new ActionError('release-file-invalid', `There is no ${path} on ${branch}.`);
  const held = await readText(tree, holdPath(environment));
  const holds = held === undefined ? [] : readHolds(held);
  for (const hold of holds.filter(one => !isInForce(one, new Date())))
    say(`a hold of ${environment} expired at ${hold.until}: ${hold.reason}`);
  return { commit, text, recorded: readRelease(text), holds };
}

/** How a wanted source stands to a recorded one, by Git ancestry. Throws `commit-unknown`. */
export async function relate(tree: Repository, wanted: string, recorded: string | undefined): Promise<Relation> {
  if (recorded === undefined) return 'newer';
  if (wanted === recorded) return 'same';
  await needCommit(tree, recorded);
  if (await isAncestor(tree, recorded, wanted)) return 'newer';
  return (await isAncestor(tree, wanted, recorded)) ? 'older' : 'diverged';
}

async function readText(tree: Repository, path: string): Promise<string | undefined> {
  try {
    return await readFile(join(tree.dir, path), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
