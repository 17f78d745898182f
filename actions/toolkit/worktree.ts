import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git, type Repository, tryGit } from './git.ts';

/** Gives `work` a detached work tree of its own at a commit, so that the job's checkout stays as it is; removes it. */
export async function withWorktree<T>(
  repository: Repository,
  commit: string,
  work: (tree: Repository) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(process.env.RUNNER_TEMP ?? tmpdir(), 'worktree-'));
  const dir = join(folder, 'tree');
  try {
    await git(repository, 'worktree', 'add', '--quiet', '--detach', dir, commit);
    return await work({ ...repository, dir });
  } finally {
    // Also after a cancellation, so without the signal.
    await tryGit({ dir: repository.dir }, 'worktree', 'remove', '--force', dir);
    await rm(folder, { recursive: true, force: true });
  }
}
