import type { BuildPushInputs } from './inputs.ts';

type Settings = Pick<BuildPushInputs, 'platforms' | 'provenance' | 'sbom' | 'sourceUrl'>;

/**
 * Arguments of `buildx build` for what differs from commit to commit: source, revision and time. They are on what the digest
 * names, and in no image's configuration (docs/decisions/image-labels.md). `epoch` is the commit's time in seconds.
 */
export function annotationArguments(settings: Settings, commit: string, epoch: number): string[] {
  const level = makesIndex(settings) ? 'index' : 'manifest';
  const annotations = {
    source: settings.sourceUrl,
    revision: commit,
    created: new Date(epoch * 1000).toISOString().replace('.000Z', 'Z'),
  };
  return Object.entries(annotations)
    .filter(([, value]) => value !== '')
    .flatMap(([name, value]) => ['--annotation', `${level}:org.opencontainers.image.${name}=${value}`]);
}

// BuildKit pushes a lone image without attestations as it is, and refuses annotations of an index then.
function makesIndex({ platforms, provenance, sbom }: Settings): boolean {
  return platforms.length > 1 || provenance !== 'false' || sbom !== 'false';
}
