import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { layerBytes } from './oci-layout.ts';

const manifest = { config: { size: 1000 }, layers: [{ size: 20 }, { size: 3 }] };

test.each([
  ['one image', { abc: manifest }],
  ['an index of images', { abc: { manifests: [{ digest: 'sha256:def' }] }, def: manifest }],
])('the layers of %s are added up', async (_, blobs) => {
  const layout = await mkdtemp(join(tmpdir(), 'oci-layout-'));
  onTestFinished(() => rm(layout, { recursive: true }));
  await mkdir(join(layout, 'blobs', 'sha256'), { recursive: true });
  const write = (path: string, json: unknown) => writeFile(join(layout, path), JSON.stringify(json));
  await write('index.json', { manifests: [{ digest: 'sha256:abc' }] });
  for (const [digest, blob] of Object.entries(blobs)) await write(`blobs/sha256/${digest}`, blob);
  expect(layerBytes(layout)).toBe(23);
});
