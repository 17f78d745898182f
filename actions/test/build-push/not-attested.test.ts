import { expect, test } from 'vitest';
import { openGitHub } from './github.ts';
import { buildPushWorld } from './setup.ts';

const attest = { attest: 'true', 'github-token': 'token-of-the-run' };

test('an image that cannot be attested gets no tag', async () => {
  const world = buildPushWorld();
  const github = await openGitHub([]);
  const ended = await world.run(attest, github.env);
  expect(ended.code).toBe(1);
  expect(ended.outputs).toEqual({ 'failure-reason': 'attestation-failed' });
  expect(ended.summary).toMatch(/sha256:\w+ was pushed, but not attested: Failed to get ID token/);
  expect(github.asked).toContain('/token?api-version=2.0&audience=nobody Bearer request-token');
  expect(world.calls().filter(call => call.startsWith('build '))).toHaveLength(1);
  expect(world.tags()).toEqual({});
});

test('a job without an identity is told so before anything is asked or built', async () => {
  const world = buildPushWorld();
  const github = await openGitHub([{}]);
  const ended = await world.run(attest, { ...github.env, ACTIONS_ID_TOKEN_REQUEST_URL: '' });
  expect(ended.outputs).toEqual({ 'failure-reason': 'attestation-unavailable' });
  expect(ended.summary).toContain('id-token: write');
  expect([github.asked, world.calls()]).toEqual([[], ['']]);
});

test('what attest lacks is named with every other faulty input', async () => {
  const ended = await buildPushWorld().run(
    { attest: 'true', platforms: 'linux' },
    { GITHUB_REPOSITORY: '', GITHUB_EVENT_NAME: 'push' },
  );
  expect(ended.outputs).toEqual({ 'failure-reason': 'input-invalid' });
  for (const name of ['attest needs GITHUB_REPOSITORY', 'github-token is required', 'platforms has'])
    expect(ended.summary).toContain(`- ${name}`);
});
