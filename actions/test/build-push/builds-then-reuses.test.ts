import { expect, test } from 'vitest';
import { commit } from '../repositories.ts';
import { buildPushWorld, image } from './setup.ts';

test('builds once, reuses the digest of the same inputs, builds again when one changes', async () => {
  const world = buildPushWorld();
  const builds = () => world.calls().filter(call => call.startsWith('build '));

  const first = await world.run();
  expect(first.code, first.stdout).toBe(0);
  expect(first.outputs).toMatchObject({
    outcome: 'built',
    reused: 'false',
    tag: expect.stringMatching(/^src-[0-9a-f]{40}$/),
    'compressed-size': '1011',
  });
  expect(Object.keys(JSON.parse(first.outputs['platform-digests'] ?? ''))).toEqual(['linux/amd64', 'linux/arm64']);
  expect(first.outputs['image-ref']).toBe(`${image}:${first.outputs.tag}@${first.outputs.digest}`);
  expect(first.summary).toContain('Image built');
  expect(world.context()).toEqual([
    'package-lock.json',
    'package.json',
    'proto/vad.proto',
    'vad-service/Dockerfile',
    'vad-service/src/main.ts',
  ]);
  expect(builds()).toHaveLength(1);

  const touched = commit(world.work, { 'docs/page.md': 'another\n', 'vad-service/src/main.test.ts': '// more\n' });
  const second = await world.run();
  expect(second.outputs).toEqual({
    ...first.outputs,
    outcome: 'reused',
    reused: 'true',
    'source-sha': touched,
    'report-json': expect.stringContaining('"reused":true'),
  });
  expect(builds()).toHaveLength(1);

  commit(world.work, { 'vad-service/src/main.ts': "console.log('bye');\n" });
  const third = await world.run();
  expect(third.outputs.outcome).toBe('built');
  expect(third.outputs.tag).not.toBe(first.outputs.tag);
});
