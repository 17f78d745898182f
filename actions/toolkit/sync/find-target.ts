import { ActionError } from '../errors.ts';
import { git, type Repository } from '../git/git.ts';
import { readFilesAt } from '../git/read-file.ts';
import { parseManifests } from '../kustomize.ts';
import { enginePath } from '../manifest-names.ts';
import type { SyncTarget } from './engine.ts';
import { type EngineName, engines } from './engines.ts';

/** Where an environment lives, by what its engine is told at a commit. Throws `engine-objects-invalid`. */
export async function findTarget(
  repository: Repository,
  { commit, environment, engine }: { commit: string; environment: string; engine: EngineName },
): Promise<SyncTarget> {
  const manifests = engine === 'none' ? [] : await readFolder(repository, commit, enginePath(environment, engine));
  return engines[engine].findTarget(environment, manifests);
}

async function readFolder(repository: Repository, commit: string, folder: string): Promise<unknown[]> {
  const names = await git(repository, 'ls-tree', '-z', '--name-only', commit, '--', `${folder}/`);
  const files = names.split('\0').filter(name => name.endsWith('.yaml'));
  if (files.length === 0)
    throw new ActionError('engine-objects-invalid', `There is no ${folder} at ${commit.slice(0, 12)}.`);
  const texts = await readFilesAt(repository, commit, files);
  return texts.flatMap(text => parseManifests(text ?? ''));
}
