import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { git, type Repository, tryGit } from './git.ts';

/** Gives `work` a detached work tree of its own at a commit, so that the job's checkout stays as it is; removes it. */
export async function withWorktree<T>(
  repository: Repository,
  commit: string,
  work: (tree: Repository) => Promise<T>,
): Promise<T> {
  await removeAbandonedOnce(repository);
  const folder = await mkdtemp(join(process.env.RUNNER_TEMP ?? tmpdir(), `worktree-${process.pid}-`));
  const dir = join(folder, 'tree');
  try {
    await git(repository, 'worktree', 'add', '--quiet', '--detach', dir, commit);
    return await work({ ...repository, dir });
  } finally {
    // Also after a cancellation, so without the signal.
    await remove({ dir: repository.dir }, dir);
  }
}

const swept = new Map<string, Promise<void>>();

// Before the first work tree of this process, so that one with its id is of a process before it.
function removeAbandonedOnce(repository: Repository): Promise<void> {
  const sweep = swept.get(repository.dir) ?? removeAbandoned(repository);
  swept.set(repository.dir, sweep);
  return sweep;
}

/** Removes what killed processes have left in a checkout that is used again: Git keeps a record of each for months. */
async function removeAbandoned(repository: Repository): Promise<void> {
  const listed = await tryGit(repository, 'worktree', 'list', '--porcelain');
  for (const [, dir = '', pid] of listed.stdout.toString().matchAll(/^worktree (.*\/worktree-(\d+)-\w+\/tree)$/gm))
    if (Number(pid) === process.pid || !isRunning(Number(pid))) await remove(repository, dir);
}

// Forced twice: git, killed as well, may have left it locked.
async function remove(repository: Repository, dir: string): Promise<void> {
  await tryGit(repository, 'worktree', 'remove', '--force', '--force', dir);
  await rm(dirname(dir), { recursive: true, force: true });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It runs as somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
