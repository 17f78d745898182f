import { expect, test } from 'vitest';
import { source } from '../../../actions/test/build-push/setup.ts';
import { commit, git, makeRepositories } from '../../../actions/test/repositories.ts';
import { layerBytes, platformImages } from '../../../actions/toolkit/image-index.ts';
import { at } from '../../../actions/toolkit/json.ts';
import { getConfig, getManifest, listTags } from './registry-client.ts';
import { openWorkshop } from './workshop.ts';

const dockerfile = `FROM scratch
LABEL org.opencontainers.image.title="vad-service"
COPY vad-service/src /app
`;

test('real BuildKit and a real registry: what is built is what the registry holds, and is built once', async () => {
  const workshop = await openWorkshop();
  const { work } = makeRepositories({ ...source, 'vad-service/Dockerfile': dockerfile });
  const first = git(work, 'rev-parse', 'HEAD');

  const built = await workshop.run(work, { commit: first });
  expect(built.code, built.stdout).toBe(0);
  expect(built.outputs).toMatchObject({ outcome: 'built', 'source-sha': first });
  const { tag = '', digest = '' } = built.outputs;

  const index = await getManifest(workshop.host, 'team/vad-service', tag);
  expect(index.digest).toBe(digest);
  const platforms = JSON.parse(built.outputs['platform-digests'] ?? '');
  expect(Object.entries(platforms)).toEqual(platformImages(index.json)?.map(image => [image.platform, image.digest]));
  expect(Object.keys(platforms)).toEqual(['linux/amd64', 'linux/arm64']);
  const manifest = await getManifest(workshop.host, 'team/vad-service', platforms['linux/arm64']);
  expect(built.outputs['compressed-size']).toBe(String(layerBytes(manifest.json)));
  expect(layerBytes(manifest.json)).toBeGreaterThan(0);

  const time = new Date(Number(git(work, 'show', '--no-patch', '--format=%ct', first)) * 1000).toISOString();
  expect(at(index.json, 'annotations')).toEqual({
    'org.opencontainers.image.source': 'https://github.com/owner/repository',
    'org.opencontainers.image.revision': first,
    'org.opencontainers.image.created': time.replace('.000Z', 'Z'),
  });
  const config = await getConfig(workshop.host, 'team/vad-service', platforms['linux/arm64']);
  expect(config).toMatchObject({ architecture: 'arm64', created: time.replace('.000Z', 'Z') });
  expect(at(config, 'config', 'Labels')).toEqual({ 'org.opencontainers.image.title': 'vad-service' });

  const later = commit(work, { 'docs/page.md': 'another\n' });
  const reused = await workshop.run(work, { commit: later });
  expect(reused.code, reused.stdout).toBe(0);
  expect(reused.outputs).toMatchObject({ outcome: 'reused', reused: 'true', digest, tag, 'source-sha': later });
  expect(reused.outputs['platform-digests']).toBe(built.outputs['platform-digests']);
  expect(await listTags(workshop.host, 'team/vad-service')).toEqual([tag]);
});
