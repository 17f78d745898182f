import { fetchBranch, git, type Repository } from '../toolkit/git.ts';

/** The environments of a branch: each overlay that a folder of `clusters` lets an engine pull, in order. */
export async function listEnvironments(repository: Repository, branch: string): Promise<readonly string[]> {
  const head = await fetchBranch(repository, branch);
  const [overlays, clusters] = await Promise.all(['overlays', 'clusters'].map(name => folders(repository, head, name)));
  return (overlays ?? []).filter(name => clusters?.includes(name)).toSorted();
}

async function folders(repository: Repository, commit: string, name: string): Promise<string[]> {
  const folder = `kustomize/${name}/`;
  const listed = await git(repository, 'ls-tree', '-d', '-z', '--name-only', commit, '--', folder);
  return listed.split('\0').flatMap(path => path.slice(folder.length) || []);
}
