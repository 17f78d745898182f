import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../harness.ts';
import { buildPushWorld } from './setup.ts';

test('logs in for this step alone, beside the logins that Docker has', async () => {
  const docker = temporaryFolder();
  const config = JSON.stringify({ auths: { 'other.example.invalid': { auth: 'b2xk' } } });
  writeFileSync(`${docker}/config.json`, config);
  mkdirSync(`${docker}/cli-plugins`);
  const world = buildPushWorld();
  const temp = temporaryFolder();

  const ended = await world.run(
    { 'registry-username': 'me', 'registry-password': 'pass-of-me' },
    { DOCKER_CONFIG: docker, RUNNER_TEMP: temp },
  );

  expect(ended.code, ended.stdout).toBe(0);
  expect(world.logins()).toContain('other.example.invalid');
  expect(world.logins()).toContain(Buffer.from('me:pass-of-me').toString('base64'));
  expect(world.calls().join()).not.toContain('pass-of-me');
  expect(ended.stdout.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain('pass-of-me');
  expect(readFileSync(`${docker}/config.json`, 'utf8')).toBe(config);
  expect(readdirSync(temp)).toEqual([]);
});

test.each(['step', 'tag', 'untagged'])('logs out after a fault of kind %s too', async fault => {
  const temp = temporaryFolder();
  const world = buildPushWorld();
  const login = { 'registry-username': 'me', 'registry-password': 'pass-of-me' };
  const ended = await world.run(login, { FAKE_BUILDX: fault, RUNNER_TEMP: temp });
  expect(ended.code).toBe(1);
  expect(world.logins()).toContain(Buffer.from('me:pass-of-me').toString('base64'));
  expect(readdirSync(temp)).toEqual([]);
});

test('a run that is cancelled amid a build logs out and removes its builder', async () => {
  const temp = temporaryFolder();
  const world = buildPushWorld();
  const login = { 'registry-username': 'me', 'registry-password': 'pass-of-me', builder: '' };
  const ended = await world.run(login, { FAKE_BUILDX: 'hang', RUNNER_TEMP: temp }, '#7 hanging');
  expect(ended.code).toBe(1);
  expect(ended.outputs).toEqual({ 'failure-reason': 'cancelled' });
  expect(world.calls().at(-1)).toMatch(/^rm --force vad-gitops-/);
  expect(readdirSync(temp)).toEqual([]);
});

test('without a builder it makes one and removes it', async () => {
  const world = buildPushWorld();
  await world.run({ builder: '' }, { FAKE_BUILDX: 'step' });
  const made = world
    .calls()
    .find(call => call.startsWith('create'))
    ?.split(' ')[2];
  expect(made).toMatch(/^vad-gitops-/);
  expect(world.calls().at(-1)).toBe(`rm --force ${made}`);
});

test('where nothing has to be built, no builder is made', async () => {
  const world = buildPushWorld();
  await world.run();
  const ended = await world.run({ builder: '' });
  expect(ended.outputs.reused).toBe('true');
  expect(world.calls().some(call => call.startsWith('create'))).toBe(false);
});
