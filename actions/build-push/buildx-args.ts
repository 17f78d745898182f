import { join } from 'node:path';
import { annotationArguments } from './annotations.ts';
import type { BuildPushInputs } from './inputs.ts';

export interface BuildTarget {
  readonly builder: string;
  readonly metadataFile: string;
  readonly commit: string;
  /** The commit's time, in seconds: what SOURCE_DATE_EPOCH sets files to. */
  readonly epoch: number;
  /** Folder that holds what the image is made of, laid out as in the repository. */
  readonly folder: string;
}

type Settings = Omit<BuildPushInputs, 'commit' | 'imageInputs' | 'secrets' | 'builder' | 'credentials' | 'attest'>;

/** The arguments of `buildx build`, but for its secrets. The image is pushed by its digest alone: a tag comes later. */
export function buildArguments(settings: Settings, target: BuildTarget, secrets: readonly string[]): string[] {
  const { builder, metadataFile, commit, epoch, folder } = target;
  return [
    'build',
    ...['--builder', builder],
    ...['--file', join(folder, settings.dockerfile)],
    ...['--platform', settings.platforms.join(',')],
    ...(settings.target ? ['--target', settings.target] : []),
    ...settings.buildArgs.flatMap(pair => ['--build-arg', pair]),
    ...['--build-arg', `SOURCE_DATE_EPOCH=${epoch}`],
    ...settings.buildContexts.flatMap(pair => ['--build-context', pair]),
    ...secrets,
    ...settings.cacheFrom.flatMap(cache => ['--cache-from', cache]),
    ...settings.cacheTo.flatMap(cache => ['--cache-to', cache]),
    ...annotationArguments(settings, commit, epoch),
    `--provenance=${settings.provenance}`,
    `--sbom=${settings.sbom}`,
    ...['--progress', 'plain'],
    ...['--metadata-file', metadataFile],
    // Files keep the commit's time, so that the same source gives the same layers.
    ...['--output', `type=image,name=${settings.image},push=true,push-by-digest=true,rewrite-timestamp=true`],
    join(folder, settings.context),
  ];
}
