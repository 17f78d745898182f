import { expect, test } from 'vitest';
import { buildPushWorld, image } from './setup.ts';

test('where another run has pushed the tag during the build, its image is taken and the tag stays', async () => {
  const world = buildPushWorld();
  const winner = await world.run({}, { FAKE_BUILDX: '' });
  const tag = `${image}:${winner.outputs.tag}`;

  const loser = await world.run({}, { FAKE_BUILDX: 'overtaken' });

  expect(loser.code, loser.stdout).toBe(0);
  expect(world.calls().filter(call => call.startsWith('build '))).toHaveLength(2);
  expect(loser.outputs).toMatchObject({ reused: 'true', digest: winner.outputs.digest });
  expect(world.tags()).toEqual({ [tag]: winner.outputs.digest });
});

test('where another run pushes the tag in the same moment, its image is taken, and the run says so', async () => {
  const world = buildPushWorld();
  const winner = await world.run({}, { FAKE_BUILDX: '' });

  const loser = await world.run({}, { FAKE_BUILDX: 'at-once' });

  expect(loser.code, loser.stdout).toBe(0);
  expect(loser.stdout).toMatch(/::warning::sha256:\w+ was pushed, but the tag names sha256:\w+/);
  expect(loser.outputs).toMatchObject({ reused: 'true', digest: winner.outputs.digest });
});
