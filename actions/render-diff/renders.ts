import { asActionError } from '../toolkit/errors.ts';
import { execute, quote, tail } from '../toolkit/exec.ts';
import { git, type Repository } from '../toolkit/git/git.ts';
import { withManifests } from '../toolkit/git/write-files.ts';

/** A folder's render as text, or why there is none. */
export type Render = { readonly text: string } | { readonly error: string };

/** Folder → render, at one commit. */
export type Renders = ReadonlyMap<string, Render>;

const deployed = /^(kustomize\/(?:overlays\/[^/]+|clusters\/[^/]+\/[^/]+))\/kustomization\.ya?ml$/;

/** Renders every folder that a cluster or an engine takes as it is, at a commit. A folder that cannot be rendered is no error. */
export async function rendersAt(repository: Repository, commit: string): Promise<Renders> {
  const folders = await deployedFolders(repository, commit);
  const { signal } = repository;
  try {
    return await withManifests(repository, commit, async dir => {
      const renders = new Map<string, Render>();
      for (const folder of folders) renders.set(folder, await render({ dir, signal }, folder));
      return renders;
    });
  } catch (thrown) {
    const error = asActionError(thrown);
    if (error.code !== 'render-failed') throw thrown;
    return new Map(folders.map(folder => [folder, { error: error.message }]));
  }
}

async function deployedFolders(repository: Repository, commit: string): Promise<string[]> {
  const listing = await git(repository, 'ls-tree', '-r', '-z', '--name-only', commit, '--', 'kustomize');
  const folders = listing.split('\0').flatMap(path => deployed.exec(path)?.[1] ?? []);
  return [...new Set(folders)].toSorted();
}

async function render({ dir, signal }: Repository, folder: string): Promise<Render> {
  const command = { file: 'kustomize', args: ['build', folder], cwd: dir, signal };
  const { code, stdout, stderr } = await execute(command);
  if (code === 0) return { text: stdout.toString('utf8') };
  return { error: `${quote(command)} failed:\n${tail(stderr.replaceAll(dir, '.'), 20)}` };
}
