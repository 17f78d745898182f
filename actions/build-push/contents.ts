import type { StoredImage } from '../toolkit/buildx.ts';
import { ActionError } from '../toolkit/errors.ts';
import { layerBytes, platformImages, shortPlatform } from '../toolkit/image-index.ts';
import { type Registry, readStored } from './registry.ts';

/** What a digest holds for one platform. */
export interface PlatformContent {
  readonly platform: string;
  readonly digest: string;
  /** Compressed bytes of the layers. */
  readonly bytes: number;
}

/** Reads from the registry what an image holds. Throws `readback-mismatch` unless it is of exactly these platforms. */
export async function readContents(
  registry: Registry,
  image: StoredImage,
  platforms: readonly string[],
): Promise<readonly PlatformContent[]> {
  const wanted = platforms.map(shortPlatform).toSorted();
  const [only = ''] = wanted;
  const images = platformImages(image.manifest) ?? [{ platform: only, digest: image.digest }];
  const found = images.map(({ platform }) => platform).toSorted();
  if (found.join() !== wanted.join()) {
    const has = found.join(', ') || 'none';
    throw new ActionError('readback-mismatch', `${image.digest} is for ${has}, not for ${wanted.join(', ')}.`);
  }
  const contents: PlatformContent[] = [];
  for (const { platform, digest } of images) {
    const { manifest } = digest === image.digest ? image : await readStored(registry, digest);
    contents.push({ platform, digest, bytes: layerBytes(manifest) });
  }
  return contents;
}
