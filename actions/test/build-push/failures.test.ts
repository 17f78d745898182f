import { expect, test } from 'vitest';
import { pathOfOnly } from '../harness.ts';
import { buildPushWorld } from './setup.ts';

test.each([
  { fault: 'step', code: 'build-failed', quotes: 'Error: no model file' },
  { fault: 'silent', code: 'build-failed', quotes: 'exit code 7' },
  { fault: 'push', code: 'registry-unauthorized', quotes: '403 Forbidden' },
  { fault: 'tag', code: 'push-rejected', quotes: 'unexpected status from PUT request: 500' },
  { fault: 'no-digest', code: 'digest-empty', quotes: 'names no digest' },
  { fault: 'no-metadata', code: 'digest-empty', quotes: 'names no digest' },
  { fault: 'cut-metadata', code: 'digest-empty', quotes: 'names no digest' },
  { fault: 'odd-digest', code: 'digest-empty', quotes: 'sha256:abc' },
  { fault: 'vanished', code: 'readback-mismatch', quotes: 'is not there' },
  { fault: 'untagged', code: 'readback-mismatch', quotes: 'is not there' },
  { fault: 'platform', code: 'readback-mismatch', quotes: 'is for linux/arm64, not for linux/amd64, linux/arm64' },
  { fault: 'unreachable', code: 'registry-failed', quotes: 'connection refused' },
])('a fault of kind $fault ends as $code, quoting its cause', async ({ fault, code, quotes }) => {
  const ended = await buildPushWorld().run({}, { FAKE_BUILDX: fault });
  expect(ended.code).toBe(1);
  expect(ended.stdout).toMatch(new RegExp(`::error::.*${quotes}`));
  expect(ended.outputs['failure-reason']).toBe(code);
  expect(ended.outputs).not.toHaveProperty('digest');
  expect(ended.summary).toContain(quotes);
});

test('every faulty input is named at once', async () => {
  const ended = await buildPushWorld().run({
    image: 'Bad:tag',
    commit: 'main',
    context: '../elsewhere',
    dockerfile: '/etc/passwd',
    platforms: 'linux',
    'build-args': 'nothing',
    secrets: 'hush-hush',
    provenance: 'yes',
    sbom: 'maybe',
    attest: 'yes',
    'registry-username': 'me',
  });
  expect(ended.code).toBe(1);
  const named = [...ended.summary.matchAll(/^- ([\w-]+) /gm)].map(([, name]) => name);
  expect(named.toSorted()).toEqual([
    ...['attest', 'build-args', 'commit', 'context', 'dockerfile', 'image', 'platforms', 'provenance'],
    ...['registry-password', 'sbom', 'secrets'],
  ]);
  expect(ended.stdout.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain('hush-hush');
});

test('a Dockerfile that the inputs do not select is told before anything is asked', async () => {
  const world = buildPushWorld();
  const ended = await world.run({ inputs: 'proto', dockerfile: 'vad-service/Dockerfile' });
  expect(ended.outputs['failure-reason']).toBe('image-inputs-empty');
  expect(ended.summary).toContain('1 files, but not vad-service/Dockerfile');
  expect(world.calls()).toEqual(['']);
});

test('a machine without buildx is told so', async () => {
  const ended = await buildPushWorld().run({}, { PATH: pathOfOnly('git') });
  expect(ended.stdout).toContain('Neither `buildx` nor `docker buildx` is on PATH.');
});
