import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ActionError } from '../errors.ts';
import { oneLine } from '../one-line.ts';
import type { Repository } from './git.ts';
import { requestBlobs } from './partial-clone.ts';
import { isFile, listEntries, readBlobContents, type TreeEntry } from './read-file.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

/** The folder that all manifests are in. */
const manifests = 'kustomize';

/**
 * Gives `work` a temporary folder with the manifests of a commit, byte for byte as they are in Git: no attribute, filter or
 * line-end setting changes them. Throws `render-failed` naming what is no file.
 */
export async function withManifests<T>(
  repository: Repository,
  commit: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const entries = await listEntries(repository, commit, `${manifests}/`);
  const others = entries.filter(entry => !isFile(entry) || !isSafe(entry));
  if (others.length > 0) throw refusal(commit, others);
  await requestBlobs(
    repository,
    entries.map(({ object }) => object),
  );
  return withTemporaryFolder(repository, 'manifests', async folder => {
    await write(repository, entries, folder);
    return work(folder);
  });
}

async function write(repository: Repository, entries: readonly TreeEntry[], folder: string): Promise<void> {
  const contents = await readBlobContents(
    repository,
    entries.map(({ object }) => object),
  );
  for (const name of new Set(entries.map(({ path }) => dirname(path))))
    await mkdir(join(folder, name), { recursive: true });
  for (const [at, { path, object }] of entries.entries()) {
    const content = contents[at];
    if (content === undefined) throw new ActionError('command-failed', `Git has no content of ${path} (${object}).`);
    await writeFile(join(folder, path), content);
  }
}

function refusal(commit: string, others: readonly TreeEntry[]): ActionError {
  const list = others.map(entry => `- ${oneLine(entry.path)} (${describe(entry)})`).join('\n');
  return new ActionError(
    'render-failed',
    `Below ${manifests}/ there may be nothing but files; at ${commit.slice(0, 12)} there is:\n${list}`,
  );
}

function describe({ mode }: TreeEntry): string {
  const kinds: Readonly<Record<string, string>> = { '120000': 'a symbolic link', '160000': 'a submodule' };
  return kinds[mode] ?? 'a path that leaves its folder';
}

// Git refuses to check such paths out; a pushed tree may still hold them.
function isSafe({ path }: TreeEntry): boolean {
  return path.split('/').every(name => !['', '.', '..'].includes(name) && name.toLowerCase() !== '.git');
}
