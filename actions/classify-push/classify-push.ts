import { asActionError } from '../toolkit/errors.ts';
import { ensureCommit } from '../toolkit/git/fetch.ts';
import { changedPaths, git, type Repository } from '../toolkit/git/git.ts';
import { readFileAt } from '../toolkit/git/read-file.ts';
import { defaultImageInputs } from '../toolkit/image-inputs.ts';
import { holdPath, releasePath, runTrailer, withoutPages } from '../toolkit/manifest-names.ts';
import { readRelease } from '../toolkit/release-file.ts';
import { type Classification, classify, type Touched } from './classify.ts';
import type { ClassifyInputs } from './inputs.ts';

const releasePattern = /^kustomize\/overlays\/([^/]+)\/release\//;

/** Finds out what a push calls for; deploy, where what was there before cannot be had. */
export async function classifyPush(inputs: ClassifyInputs, repository: Repository): Promise<Classification> {
  const { before, commit, environments } = inputs;
  const deploy = (reason: string): Classification => ({
    class: 'deploy',
    environments,
    touchesManifests: true,
    reason,
  });
  if (before === undefined) return deploy('has no commit before it: a dispatch or a new branch');
  await ensureCommit(repository, commit);
  try {
    await ensureCommit(repository, before);
  } catch (error) {
    if (asActionError(error).code !== 'commit-unknown') throw error;
    return deploy(`comes after ${before.slice(0, 12)}, which cannot be fetched`);
  }
  return classify(await findTouched(repository, before, commit), environments);
}

/** The environments whose release file names a digest at the commit; one that cannot be read names none. */
export async function findReleased(
  { commit, environments }: ClassifyInputs,
  repository: Repository,
): Promise<string[]> {
  const at = await ensureCommit(repository, commit);
  const released: string[] = [];
  for (const environment of environments) {
    const text = await readFileAt(repository, at, releasePath(environment));
    if (text !== undefined && namesRelease(text)) released.push(environment);
  }
  return released;
}

function namesRelease(text: string): boolean {
  try {
    return readRelease(text) !== undefined;
  } catch (error) {
    if (asActionError(error).code !== 'release-file-invalid') throw error;
    return false;
  }
}

async function findTouched(repository: Repository, before: string, commit: string): Promise<Touched> {
  const manifests = await changedPaths(repository, before, commit, ['kustomize', withoutPages]);
  const inRelease = manifests.flatMap(path => {
    const environment = releasePattern.exec(path)?.[1];
    return environment === undefined ? [] : { environment, isHold: path === holdPath(environment) };
  });
  return {
    imageInputs: await changedPaths(repository, before, commit, defaultImageInputs),
    manifests: manifests.filter(path => !releasePattern.test(path)),
    releases: inRelease.filter(({ isHold }) => !isHold).map(({ environment }) => environment),
    holds: inRelease.filter(({ isHold }) => isHold).map(({ environment }) => environment),
    ownRun: await trailer(repository, commit, runTrailer),
  };
}

async function trailer(repository: Repository, commit: string, name: string): Promise<string | undefined> {
  const format = `--format=%(trailers:key=${name},valueonly=true)`;
  return (await git(repository, 'show', '--no-patch', format, commit)).trim() || undefined;
}
