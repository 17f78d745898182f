import { ActionError } from '../errors.ts';
import { commandFailed } from '../exec.ts';
import { isCommit } from '../input.ts';
import { oneLine } from '../one-line.ts';
import { findCommit, git, gitCommand, type Repository, remote, tryGit } from './git.ts';
import { fetchOrThrow } from './network.ts';
import { fetchHistory } from './partial-clone.ts';

/** Returns the full id of a commit, fetched from origin if it is not here. Throws `commit-unknown` and `git-unavailable`. */
export async function ensureCommit(repository: Repository, revision: string): Promise<string> {
  // It may come from a file or a cluster, and Git would take it for an option or a refspec.
  if (!isCommit(revision))
    throw new ActionError('commit-unknown', `'${oneLine(revision, 60)}' is not a full commit id.`);
  const here = await findCommit(repository, revision);
  if (here) return here;
  const fetched = await fetchHistory(repository, { options: await depth(repository), refspecs: [revision] });
  const found = fetched.code === 0 ? await findCommit(repository, revision) : undefined;
  if (found) return found;
  throw new ActionError(
    'commit-unknown',
    `Commit ${revision} is neither here nor on ${remote}: ${fetched.stderr.trim()}`,
  );
}

/** Fetches a branch of origin with its history; returns its head. Throws `command-failed` when there is no such branch. */
export async function fetchBranch(repository: Repository, branch: string): Promise<string> {
  const head = await findBranch(repository, branch);
  if (head !== undefined) return head;
  throw new ActionError('command-failed', `There is no branch ${branch} on ${remote}.`);
}

/** Fetches a branch of origin with its history; returns its head, undefined when there is no such branch. */
export async function findBranch(repository: Repository, branch: string): Promise<string | undefined> {
  const refspecs = [`+refs/heads/${branch}:${trackingRef(branch)}`];
  const outcome = await fetchHistory(repository, { refspecs });
  if (outcome.code === 0) return git(repository, 'rev-parse', '--verify', trackingRef(branch));
  if (/couldn't find remote ref/i.test(outcome.stderr)) return undefined;
  throw commandFailed(gitCommand(repository, ['fetch', remote, ...refspecs]), outcome);
}

/** Returns a branch's head as it was fetched last; undefined when it never was. */
export function fetchedHead(repository: Repository, branch: string): Promise<string | undefined> {
  return findCommit(repository, trackingRef(branch));
}

/** Makes ancestry answerable: a shallow clone gets the commits it lacks, without their trees. */
export async function unshallow(repository: Repository): Promise<void> {
  if (!(await isShallow(repository))) return;
  await fetchOrThrow(repository, { options: ['--unshallow', '--filter=tree:0'] });
}

/** Whether `ancestor` is `descendant` or lies behind it; never answered from shallow history. Throws `commit-unknown`. */
export async function isAncestor(repository: Repository, ancestor: string, descendant: string): Promise<boolean> {
  await unshallow(repository);
  const outcome = await tryGit(repository, 'merge-base', '--is-ancestor', ancestor, descendant);
  if (outcome.code > 1) {
    throw new ActionError('commit-unknown', `Cannot compare ${ancestor} with ${descendant}: ${outcome.stderr.trim()}`);
  }
  return outcome.code === 0;
}

function trackingRef(branch: string): string {
  return `refs/remotes/${remote}/${branch}`;
}

async function isShallow(repository: Repository): Promise<boolean> {
  return (await git(repository, 'rev-parse', '--is-shallow-repository')) === 'true';
}

// One commit is enough where the clone is shallow; a depth would make a whole clone shallow.
async function depth(repository: Repository): Promise<string[]> {
  return (await isShallow(repository)) ? ['--depth=1'] : [];
}
