import { expect, test } from 'vitest';
import { layerBytes, platformImages, shortPlatform } from './image-index.ts';

test('an index names its images, and not the attestations beside them', () => {
  const manifests = [
    { digest: 'sha256:a', platform: { os: 'linux', architecture: 'amd64' } },
    { digest: 'sha256:b', platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
    {
      digest: 'sha256:c',
      platform: { os: 'unknown', architecture: 'unknown' },
      annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
    },
  ];
  expect(platformImages({ manifests })).toEqual([
    { platform: 'linux/amd64', digest: 'sha256:a' },
    { platform: 'linux/arm64', digest: 'sha256:b' },
  ]);
});

test('a single image is no index', () => {
  const manifest = { config: { size: 100 }, layers: [{ size: 20 }, { size: 3 }] };
  expect(platformImages(manifest)).toBeUndefined();
  expect(layerBytes(manifest)).toBe(23);
});

test.each([
  ['linux/arm64/v8', 'linux/arm64'],
  ['linux/amd64/v1', 'linux/amd64'],
  ['linux/amd64/v3', 'linux/amd64/v3'],
  ['linux/arm', 'linux/arm/v7'],
  ['linux/arm/v6', 'linux/arm/v6'],
])('%s is %s', (platform, short) => {
  expect(shortPlatform(platform)).toBe(short);
});
