import { ActionError } from '../errors.ts';
import { classifyPush, conflictingBranch, isNameConflict } from './classify-push.ts';
import { fetchedHead, findBranch, isAncestor } from './fetch.ts';
import { type Repository, remote, tryGit } from './git.ts';
import { listRemote } from './network.ts';

/** A commit for a branch of origin. */
export interface Push {
  readonly branch: string;
  readonly commit: string;
  /**
   * The head that the commit takes the place of, '' for no branch yet; undefined where it has to be a descendant of the head.
   */
  readonly replaces?: string;
}

/** How a push ended that was not refused. */
interface PushAnswer {
  readonly outcome: 'accepted' | 'rejected' | 'transient';
  /** What Git printed. */
  readonly text: string;
}

/** Pushes a commit. Throws `bump-denied` and `branch-name-conflict` when no further try can succeed. */
export async function pushCommit(repository: Repository, push: Push): Promise<PushAnswer> {
  const ref = `refs/heads/${push.branch}`;
  const lease = push.replaces === undefined ? [] : [`--force-with-lease=${ref}:${push.replaces}`];
  const { code, stdout, stderr } = await tryGit(
    repository,
    // No deltas against blobs that are not here.
    ...['-c', 'core.hooksPath=/dev/null', 'push', '--porcelain', '--no-thin', '--no-verify', '--no-signed'],
    ...[...lease, remote, `${push.commit}:${ref}`],
  );
  const text = `${stdout}${stderr}`.trim();
  const outcome = classifyPush(code, text);
  if (outcome !== 'refused') return { outcome, text };
  if (isNameConflict(text)) throw await nameConflict(repository, push.branch, text);
  throw new ActionError('bump-denied', `Pushing to ${push.branch} is not permitted:\n${text}`);
}

/** Whether a pushed commit is on its branch of origin: as its head, or behind what others have pushed since. */
export async function hasLanded(repository: Repository, push: Push, isFetched: boolean): Promise<boolean> {
  const { branch, commit } = push;
  const head = isFetched ? await fetchedHead(repository, branch) : await findBranch(repository, branch);
  return head !== undefined && (await isAncestor(repository, commit, head));
}

async function nameConflict(repository: Repository, branch: string, text: string): Promise<ActionError> {
  const other = conflictingBranch(text) ?? (await findConflict(repository, branch));
  return new ActionError(
    'branch-name-conflict',
    `Git cannot have the branch ${branch} beside ${other ?? 'another one'}, since the name of one is a folder of the other's:\n${text}`,
  );
}

// GitHub does not name it.
async function findConflict(repository: Repository, branch: string): Promise<string | undefined> {
  const words = branch.split('/');
  const above = words.slice(1).map((_, at) => words.slice(0, at + 1).join('/'));
  const patterns = [...above, `${branch}/*`].map(name => `refs/heads/${name}`);
  try {
    const found = await listRemote(repository, ...patterns);
    return found.find(name => name.startsWith('refs/heads/'))?.slice('refs/heads/'.length);
  } catch {
    repository.signal?.throwIfAborted();
    return undefined;
  }
}
