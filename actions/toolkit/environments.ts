import { git, type Repository } from './git/git.ts';
import { releasePath } from './manifest-names.ts';

const [overlays, clusters] = ['kustomize/overlays/', 'kustomize/clusters/'];

/** The environments that run somewhere: each overlay of a commit that a folder of `clusters` lets an engine pull, in order. */
export async function pulledEnvironments(repository: Repository, commit: string): Promise<string[]> {
  const paths = await listFiles(repository, commit);
  const pulled = foldersIn(paths, clusters);
  return foldersIn(paths, overlays).filter(name => pulled.includes(name));
}

/** The environments that actions may write to: each overlay of a commit with a release file, pulled or not, in order. */
export async function writtenEnvironments(repository: Repository, commit: string): Promise<string[]> {
  const paths = await listFiles(repository, commit);
  return foldersIn(paths, overlays).filter(name => paths.includes(releasePath(name)));
}

async function listFiles(repository: Repository, commit: string): Promise<string[]> {
  const listed = await git(repository, 'ls-tree', '-r', '-z', '--name-only', commit, '--', overlays, clusters);
  return listed.split('\0');
}

function foldersIn(paths: readonly string[], parent: string): string[] {
  const below = paths.filter(path => path.startsWith(parent)).map(path => path.slice(parent.length));
  return [...new Set(below.flatMap(path => /^([^/]+)\//.exec(path)?.[1] ?? []))].toSorted();
}
