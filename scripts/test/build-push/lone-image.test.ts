import { expect, test } from 'vitest';
import { source } from '../../../actions/test/build-push/setup.ts';
import { git, makeRepositories } from '../../../actions/test/repositories.ts';
import { at } from '../../../actions/toolkit/json.ts';
import { getManifest } from './registry-client.ts';
import { openWorkshop } from './workshop.ts';

test('a lone image is annotated itself, and with provenance it is in an index that does not count it as a platform', async () => {
  const workshop = await openWorkshop();
  const { work } = makeRepositories({
    ...source,
    'vad-service/Dockerfile': 'FROM scratch\nCOPY vad-service/src /app\n',
  });
  const head = git(work, 'rev-parse', 'HEAD');
  const inputs = { commit: head, platforms: 'linux/arm64' };

  const lone = await workshop.run(work, inputs);
  expect(lone.code, lone.stdout).toBe(0);
  const manifest = await getManifest(workshop.host, 'team/vad-service', lone.outputs.digest ?? '');
  expect(at(manifest.json, 'annotations', 'org.opencontainers.image.revision')).toBe(head);
  expect(manifest.json).toHaveProperty('layers');
  expect(lone.outputs['platform-digests']).toBe(JSON.stringify({ 'linux/arm64': lone.outputs.digest }));

  const proven = await workshop.run(work, { ...inputs, provenance: 'mode=max' });
  expect(proven.code, proven.stdout).toBe(0);
  expect(proven.outputs.tag).not.toBe(lone.outputs.tag);
  const index = await getManifest(workshop.host, 'team/vad-service', proven.outputs.digest ?? '');
  expect(at(index.json, 'annotations', 'org.opencontainers.image.revision')).toBe(head);
  expect(at(index.json, 'manifests')).toHaveLength(2);
  expect(Object.keys(JSON.parse(proven.outputs['platform-digests'] ?? ''))).toEqual(['linux/arm64']);
});
