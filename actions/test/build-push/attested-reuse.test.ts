import { expect, test } from 'vitest';
import { attestation } from '../fakes/attestation.ts';
import { openGitHub } from './github.ts';
import { buildPushWorld } from './setup.ts';

const attest = { attest: 'true', 'github-token': 'token-of-the-run' };

test('a tag whose digest GitHub has attested is reused', async () => {
  const world = buildPushWorld();
  const first = await world.run();
  const github = await openGitHub([attestation(first.outputs.digest ?? '')]);
  const ended = await world.run(attest, github.env);
  expect(ended.code, ended.stdout).toBe(0);
  expect(ended.outputs).toMatchObject({ reused: 'true', digest: first.outputs.digest });
  expect(github.asked).toEqual([
    `/repos/owner/repository/attestations/${encodeURIComponent(first.outputs.digest ?? '')}?predicate_type=provenance&per_page=100 Bearer token-of-the-run`,
  ]);
});

test.each([
  { why: 'has none', attestations: [], status: 200, code: 'attestation-missing', quotes: 'GitHub has no attestation' },
  {
    why: 'knows none',
    attestations: [],
    status: 404,
    code: 'attestation-missing',
    quotes: 'GitHub has no attestation',
  },
  {
    why: 'lists one of another image',
    attestations: [attestation(`sha256:${'0'.repeat(64)}`)],
    status: 200,
    code: 'attestation-missing',
    quotes: 'GitHub has no attestation',
  },
  { why: 'forbids it', attestations: [], status: 403, code: 'attestation-unavailable', quotes: 'as the test wants' },
  { why: 'is broken', attestations: [{}], status: 502, code: 'github-failed', quotes: 'was answered with 502' },
])('where GitHub $why, the tag is neither reused nor built anew nor moved', async fault => {
  const world = buildPushWorld();
  const first = await world.run();
  const github = await openGitHub(fault.attestations, fault.status);
  const ended = await world.run(attest, github.env);
  expect(ended.code).toBe(1);
  expect(ended.outputs).toEqual({ 'failure-reason': fault.code });
  expect(ended.summary).toContain(fault.quotes);
  expect(world.calls().filter(call => call.startsWith('build '))).toHaveLength(1);
  expect(Object.values(world.tags())).toEqual([first.outputs.digest]);
  expect(ended.stdout.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain('token-of-the-run');
});
