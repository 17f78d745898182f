import { expect, test } from 'vitest';
import { file, readWork } from '../bump-overlay/setup.ts';
import { commit, git, push } from '../repositories.ts';
import { expire, type ScaleWorld, scaleWorld } from './setup.ts';

const due = async (world: ScaleWorld) => (await world.scale({ mode: 'due', environment: '' })).outputs.environments;
const restore = (world: ScaleWorld) => world.scale({ mode: 'restore' }, { env: { GITHUB_EVENT_NAME: 'schedule' } });
const subject = (world: ScaleWorld) => git(world.bare, 'show', '--no-patch', '--format=%s', 'main');

test('temporary bounds are there until their end, then the old ones are back', async () => {
  const world = await scaleWorld();
  const old = world.released();
  const began = Date.now();
  const scaled = await world.scale({ min: '4', max: '8', 'expires-in': '4h', reason: 'Load test' });
  expect(scaled.outputs, scaled.stdout).toMatchObject({ outcome: 'committed', min: '4', max: '8' });
  const until = scaled.outputs['expires-at'] ?? '';
  expect(Date.parse(until) - began).toBeGreaterThan(4 * 3_600_000 - 2_000);
  expect(Date.parse(until) - Date.now()).toBeLessThanOrEqual(4 * 3_600_000);
  expect(scaled.summary).toContain(`**Until ${until}**, then back to the overlay's own bounds`);
  expect(scaled.summary).toContain('GitHub may start it late');
  expect(git(world.bare, 'show', '--no-patch', '--format=%b', 'main')).toContain(`    Until ${until}.`);

  expect(await due(world)).toBe('[]');
  const early = await restore(world);
  expect(early.outputs, early.stdout).toMatchObject({ outcome: 'noop', min: '4', 'expires-at': until });

  world.rewrite(expire);
  expect(await due(world)).toBe('["staging"]');
  const restored = await restore(world);
  expect(restored.outputs, restored.stdout).toMatchObject({
    outcome: 'restored',
    min: '2',
    max: '10',
    'previous-min': '4',
    'previous-max': '8',
    'expires-at': '',
  });
  expect(restored.outputs['commit-sha']).toBe(git(world.bare, 'rev-parse', 'main'));
  expect(world.released()).toBe(old);
  expect(subject(world)).toBe('Return staging to 2–10 replicas');
  expect(git(world.bare, 'show', '--no-patch', '--format=%(trailers:only)', 'main')).toBe(
    'Operation: scale\nRequested-By: schedule\nVad-Gitops-Run: 4712',
  );
  expect(await due(world)).toBe('[]');
  expect((await restore(world)).outputs.outcome).toBe('noop');
});

test('a release file that cannot be read keeps no other environment from its return', async () => {
  const world = await scaleWorld();
  await world.scale({ max: '8', 'expires-in': '4h', reason: 'Load test' });
  world.rewrite(expire);
  git(world.work, 'pull', '--quiet', '--ff-only', 'origin', 'main');
  commit(world.work, { [file.replace('staging', 'production')]: 'images: {' });
  push(world.work);
  const ended = await world.scale({ mode: 'due', environment: '' });
  expect(ended.outputs.environments, ended.stdout).toBe('["staging"]');
  expect(ended.stdout).toMatch(/::warning.*production/);
});

test('what somebody changed since stays, and only the end is taken away', async () => {
  const world = await scaleWorld();
  await world.scale({ max: '12' });
  await world.scale({ max: '20', 'expires-in': '30m' });
  world.rewrite(text => expire(text).replace('maxReplicas: 20', 'maxReplicas: 15'));

  const kept = await restore(world);
  expect(kept.outputs, kept.stdout).toMatchObject({ outcome: 'kept', max: '15', 'expires-at': '' });
  expect(kept.summary).toContain('Somebody changed the bounds since (max=20 → max=15)');
  expect(world.released()).toContain('maxReplicas: 15');
  expect(world.released()).not.toContain('scale-');
  expect(subject(world)).toBe('Leave staging at 2–15 replicas');
  expect(git(world.bare, 'show', '--format=', '--name-only', 'main')).toBe(file);
});

test('over temporary bounds, the first return is kept; without an end they stay', async () => {
  const world = await scaleWorld();
  await world.scale({ max: '12' });
  await world.scale({ max: '20', 'expires-in': '30m', reason: 'one' });
  const second = await world.scale({ max: '30', 'cpu-target': '50', 'expires-in': '2d', reason: 'two' });
  expect(second.outputs.outcome, second.stdout).toBe('committed');
  expect(second.summary).toContain('what they were to return to is kept (max=12)');
  expect(JSON.parse(second.outputs['report-json'] ?? '')).toMatchObject({
    temporary: { set: { max: 30, cpuTarget: 50 }, back: { max: 12 }, reason: 'two' },
  });
  world.rewrite(expire);
  const restored = await restore(world);
  expect(restored.outputs, restored.stdout).toMatchObject({ outcome: 'restored', max: '12', 'cpu-target': '70' });

  await world.scale({ max: '20', 'expires-in': '30m' });
  const stays = await world.scale({ max: '20' });
  expect(stays.outputs, stays.stdout).toMatchObject({ outcome: 'committed', max: '20', 'expires-at': '' });
  expect(stays.summary).toContain('now they stay');
  expect(world.released()).not.toContain('scale-');
});

test('a return that the overlay no longer allows is refused with its numbers, and the bounds stay', async () => {
  const world = await scaleWorld();
  await world.scale({ min: '9' });
  await world.scale({ max: '20', 'expires-in': '30m' });
  world.rewrite(expire);
  const hpa = 'kustomize/components/hpa/hpa.yaml';
  const head = commit(world.work, { [hpa]: readWork(world.work, hpa).replace('maxReplicas: 10', 'maxReplicas: 8') });
  push(world.work);
  const refused = await restore(world);
  expect(refused.outputs['failure-reason'], refused.stdout).toBe('scale-refused');
  expect(refused.summary).toContain('min 9 > max 8');
  expect(git(world.bare, 'rev-parse', 'main')).toBe(head);
});
