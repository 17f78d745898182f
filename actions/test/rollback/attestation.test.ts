import { expect, test } from 'vitest';
import { type FakeGitHub, startGitHub } from '../fakes/github.ts';
import { git } from '../repositories.ts';
import { bad, good, type RollbackWorld, rollbackWorld } from './setup.ts';

const route = 'GET /repos/{owner}/{repo}/attestations/{subject_digest}';

/** Staging runs what is bad, and has a verified release to go back to. */
async function worldToRollBack(): Promise<[RollbackWorld, FakeGitHub]> {
  const world = rollbackWorld();
  await world.release('good');
  await world.verified();
  await world.release('bad');
  return [world, await startGitHub()];
}

const demanding = (github: FakeGitHub) => ({ 'require-attestation': 'true', token: github.token });

test('a target with a build provenance of its own is rolled back to', async () => {
  const [world, github] = await worldToRollBack();
  github.attestations.push({ digest: good, predicate: 'provenance' });
  const ended = await world.rollback(demanding(github), { env: github.env });
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'committed', digest: good });
  expect(github.calls).toEqual([route]);
});

const automatic = { automatic: 'true', 'expect-digest': bad, 'failure-reason': 'crash-loop', strategy: 'auto' };

test.each([
  ['a person asks', {}],
  ['it goes by itself', automatic],
])('a target without one is refused before any commit, where %s', async (_, inputs) => {
  const [world, github] = await worldToRollBack();
  const before = git(world.bare, 'for-each-ref');
  // Of another image, of another kind, and listed under ours while what was signed names another.
  github.attestations.push({ digest: bad, predicate: 'provenance' }, { digest: good, predicate: 'sbom' });
  github.attestations.push({ digest: good, predicate: 'provenance', subject: bad });
  const ended = await world.rollback({ ...demanding(github), ...inputs }, { env: github.env });
  expect([ended.code, ended.outputs['failure-reason']], ended.stdout).toEqual([1, 'digest-unattested']);
  expect(ended.summary).toContain(`octo-org/vad-gitops holds no build provenance for ${good}`);
  expect(ended.outputs).not.toHaveProperty('outcome');
  expect(git(world.bare, 'for-each-ref')).toBe(before);
  expect(world.holds()).toEqual([]);
});

test('an API that forbids to ask is no proof: refused before any commit', async () => {
  const [world, github] = await worldToRollBack();
  github.attestations.push({ digest: good, predicate: 'provenance' });
  const before = git(world.bare, 'for-each-ref');
  const body = { message: 'Resource not accessible by integration', documentation_url: '' };
  github.answer(route, { status: 403, body });
  const ended = await world.rollback(demanding(github), { env: github.env });
  expect([ended.code, ended.outputs['failure-reason']], ended.stdout).toEqual([1, 'attestation-unavailable']);
  expect(ended.summary).toContain('403: Resource not accessible by integration');
  expect(git(world.bare, 'for-each-ref')).toBe(before);
  expect(world.holds()).toEqual([]);
});
