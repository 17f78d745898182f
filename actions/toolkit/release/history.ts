import { ActionError } from '../errors.ts';
import { git, type Repository } from '../git/git.ts';
import { requestBlobs } from '../git/partial-clone.ts';
import { readBlobs } from '../git/read-file.ts';
import { releasePath } from '../manifest-names.ts';
import { type Release, readRelease } from '../release-file.ts';

/** A commit that changed an environment's release file, and what it recorded then. */
export interface PastRelease {
  readonly commit: string;
  readonly release: Release | undefined;
}

/**
 * Returns what an environment's release file recorded at each commit that changed it, newest first; commits at which it was
 * deleted or cannot be read are left out. One request and one process, however many there are.
 */
export async function releaseHistory(
  repository: Repository,
  commit: string,
  environment: string,
): Promise<readonly PastRelease[]> {
  const versions = await listVersions(repository, commit, releasePath(environment));
  await requestBlobs(
    repository,
    versions.map(({ object }) => object),
  );
  const texts = await readBlobs(
    repository,
    versions.map(({ object }) => object),
  );
  return versions.flatMap((version, at) => parse(version.commit, texts[at]) ?? []);
}

interface Version {
  readonly commit: string;
  readonly object: string;
}

async function listVersions(repository: Repository, commit: string, path: string): Promise<Version[]> {
  // Against the first parent, or a merge would be listed without what it brought.
  const raw = ['--raw', '--no-abbrev', '--no-renames', '--diff-merges=first-parent'];
  const log = await git(repository, 'log', '--format=%H', ...raw, commit, '--', path);
  const versions: Version[] = [];
  let at = '';
  for (const line of log.split('\n')) {
    const [, object] = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) /.exec(line) ?? [];
    if (object === undefined) at = line || at;
    else if (!/^0+$/.test(object)) versions.push({ commit: at, object });
  }
  return versions;
}

function parse(commit: string, text: string | undefined): PastRelease | undefined {
  if (text === undefined) return undefined;
  try {
    return { commit, release: readRelease(text) };
  } catch (error) {
    if (error instanceof ActionError && error.code === 'release-file-invalid') return undefined;
    throw error;
  }
}
