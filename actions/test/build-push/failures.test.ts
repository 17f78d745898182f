import { expect, test } from 'vitest';
import { pathOfOnly } from '../harness.ts';
import { buildPushWorld } from './setup.ts';

test.each([
  { fault: 'step', code: 'build-failed', quotes: 'Error: no model file' },
  { fault: 'push', code: 'registry-unauthorized', quotes: '403 Forbidden' },
  { fault: 'no-digest', code: 'digest-empty', quotes: 'named no digest' },
  { fault: 'unreachable', code: 'registry-failed', quotes: 'connection refused' },
])('a fault of kind $fault ends as $code, quoting its cause', async ({ fault, code, quotes }) => {
  const ended = await buildPushWorld().run({}, { FAKE_BUILDX: fault });
  expect(ended.code).toBe(1);
  expect(ended.stdout).toMatch(new RegExp(`::error::.*${quotes}`));
  expect(ended.outputs['failure-reason']).toBe(code);
  expect(ended.summary).toContain(quotes);
});

test('every faulty input is named at once', async () => {
  const ended = await buildPushWorld().run({ image: 'Bad:tag', platforms: 'linux', 'registry-username': 'me' });
  expect(ended.code).toBe(1);
  for (const name of ['image', 'platforms', 'registry-password']) expect(ended.summary).toContain(`- ${name} `);
});

test('a machine without buildx is told so', async () => {
  const ended = await buildPushWorld().run({}, { PATH: pathOfOnly('git') });
  expect(ended.stdout).toContain('Neither `buildx` nor `docker buildx` is on PATH.');
});
