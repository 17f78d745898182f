import { expect, test } from 'vitest';
import { commit, git, shallowClone } from '../repositories.ts';
import { bumpWorld, digestA, digestB } from './setup.ts';

test('the same source with another digest is refused, and taken with rebuild', async () => {
  const world = bumpWorld();
  const source = world.change('// a\n');
  await world.bump(source, digestA);

  const refused = await world.bump(source, digestB);
  expect(refused.outputs['failure-reason']).toBe('bump-digest-conflict');
  expect(refused.stdout).toContain('rebuild: true');
  expect(world.released()).toContain(digestA);

  const rebuilt = await world.bump(source, digestB, { inputs: { rebuild: 'true' } });
  expect(rebuilt.outputs).toMatchObject({ outcome: 'committed', 'previous-digest': digestA });
});

test('a source without order to the recorded one is refused', async () => {
  const world = bumpWorld();
  const base = git(world.work, 'rev-parse', 'HEAD');
  await world.bump(world.change('// a\n'), digestA);
  git(world.work, 'checkout', '--quiet', '-b', 'side', base);
  const aside = commit(world.work, { 'vad-service/src/main.ts': '// aside\n' });
  git(world.work, 'push', '--quiet', 'origin', 'HEAD:side');

  const ended = await world.bump(aside, digestB);
  expect(ended.outputs['failure-reason']).toBe('bump-diverged');
});

test('a shallow clone answers by the whole history', async () => {
  const world = bumpWorld();
  const older = world.change('// a\n');
  const newer = world.change('// b\n');
  await world.bump(newer, digestB);

  const clone = shallowClone(world);
  const ended = await world.bump(older, digestA, { cwd: clone });
  expect(ended.code, ended.stdout).toBe(0);
  expect(ended.outputs.outcome).toBe('superseded');
  // The checkout itself stays as the job has it.
  expect(git(clone, 'rev-parse', '--is-shallow-repository')).toBe('true');

  const newest = world.change('// c\n');
  const next = await world.bump(newest, digestA, { cwd: shallowClone(world) });
  expect(next.outputs.outcome, next.stdout).toBe('committed');
});
