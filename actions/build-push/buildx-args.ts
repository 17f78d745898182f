import { join } from 'node:path';
import type { BuildPushInputs } from './inputs.ts';

export interface BuildTarget {
  readonly ref: string;
  readonly builder: string;
  readonly metadataFile: string;
  /** The commit's time, in seconds: what SOURCE_DATE_EPOCH sets files to. */
  readonly epoch: number;
  /** Folder that holds what the image is made of. */
  readonly context: string;
}

type Settings = Pick<
  BuildPushInputs,
  'dockerfile' | 'target' | 'platforms' | 'buildArgs' | 'buildContexts' | 'secretFiles' | 'provenance'
>;

/** The arguments of `buildx build`. */
export function buildArguments(settings: Settings, target: BuildTarget): string[] {
  const { ref, builder, metadataFile, epoch, context } = target;
  return [
    'build',
    ...['--builder', builder],
    ...['--file', join(context, settings.dockerfile)],
    ...['--platform', settings.platforms.join(',')],
    ...(settings.target ? ['--target', settings.target] : []),
    ...settings.buildArgs.flatMap(pair => ['--build-arg', pair]),
    ...['--build-arg', `SOURCE_DATE_EPOCH=${epoch}`],
    ...settings.buildContexts.flatMap(pair => ['--build-context', pair]),
    ...settings.secretFiles.flatMap(pair => ['--secret', secret(pair)]),
    `--provenance=${settings.provenance}`,
    '--sbom=false',
    ...['--progress', 'plain'],
    ...['--metadata-file', metadataFile],
    ...['--tag', ref],
    // Files keep the commit's time, so that the same source gives the same layers.
    ...['--output', 'type=registry,rewrite-timestamp=true'],
    context,
  ];
}

function secret(pair: string): string {
  const at = pair.indexOf('=');
  return `id=${pair.slice(0, at)},src=${pair.slice(at + 1)}`;
}
