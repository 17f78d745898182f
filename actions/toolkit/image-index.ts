import { at, isRecord, listAt, numberAt, textAt } from './json.ts';

/** The image of one platform in an index. */
export interface PlatformImage {
  /** `os/arch` or `os/arch/variant`, in its short form. */
  readonly platform: string;
  readonly digest: string;
}

/** The images of an index, without BuildKit's attestations; undefined where the manifest is that of a single image. */
export function platformImages(manifest: unknown): readonly PlatformImage[] | undefined {
  if (!isRecord(manifest) || !Array.isArray(manifest.manifests)) return undefined;
  return manifest.manifests
    .filter(entry => textAt(entry, 'annotations', 'vnd.docker.reference.type') !== 'attestation-manifest')
    .map(entry => ({ platform: platformOf(at(entry, 'platform')), digest: textAt(entry, 'digest') }));
}

/** Compressed bytes of an image's layers, which is what a node pulls. */
export function layerBytes(manifest: unknown): number {
  return listAt(manifest, 'layers').reduce<number>((sum, layer) => sum + numberAt(layer, 'size'), 0);
}

/** A platform without the variant that its architecture implies: `linux/arm64/v8` is `linux/arm64`. */
export function shortPlatform(platform: string): string {
  return platform
    .replace(/\/(arm64)\/v8$/, '/$1')
    .replace(/\/(amd64)\/v1$/, '/$1')
    .replace(/\/arm$/, '/arm/v7');
}

function platformOf(value: unknown): string {
  const parts = ['os', 'architecture', 'variant'].map(part => textAt(value, part));
  return shortPlatform(parts.filter(part => part !== '').join('/'));
}
