import { ActionError } from '../errors.ts';
import { git, type Repository } from '../git.ts';
import { releasePath } from '../manifest-names.ts';
import { type Release, readRelease } from '../release-file.ts';

/** A commit that changed an environment's release file, and what it recorded then. */
export interface PastRelease {
  readonly commit: string;
  readonly release: Release | undefined;
}

// Each is read by a process of its own.
const most = 300;

/** What an environment's release file recorded at each commit that changed it, newest first. What cannot be read is left out. */
export async function* releaseHistory(
  tree: Repository,
  commit: string,
  environment: string,
): AsyncGenerator<PastRelease> {
  const path = releasePath(environment);
  const listed = await git(tree, 'log', '--format=%H', `--max-count=${most}`, commit, '--', path);
  for (const id of listed.split('\n').filter(Boolean)) {
    const found = await readAt(tree, id, path);
    if (found) yield found;
  }
}

async function readAt(tree: Repository, commit: string, path: string): Promise<PastRelease | undefined> {
  try {
    return { commit, release: readRelease(await git(tree, 'show', `${commit}:${path}`)) };
  } catch (error) {
    // Deleted, or broken, at that commit.
    if (error instanceof ActionError && ['command-failed', 'release-file-invalid'].includes(error.code))
      return undefined;
    throw error;
  }
}
