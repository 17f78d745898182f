import { afterAll, beforeAll, expect, test } from 'vitest';
import { $ } from 'zx';
import { compositeActions } from '../check/workflow-files.ts';
import { terminalProgress } from '../progress.ts';
import { ensureTools } from '../tools/build.ts';
import { type Call, StubbedCheckout } from './stubbed-workflow.ts';

const built = {
  'classify-push': { class: 'deploy', environments: '["staging","production"]' },
  'build-push': { tag: 'src-1', digest: 'sha256:bad' },
  'bump-overlay': { outcome: 'committed', 'commit-sha': 'bump' },
};
const verified = { outcome: 'verified', digest: 'sha256:good' };
const crashed = { outcome: 'failed', 'failure-reason': 'crash-loop', digest: 'sha256:bad', fails: 'true' };
const rolledBack = { outcome: 'committed', 'commit-sha': 'back', digest: 'sha256:good' };
const bad = { ...built, 'verify-rollout staging bump': crashed, rollback: rolledBack, 'verify-rollout': verified };

let checkout: StubbedCheckout;

beforeAll(async () => {
  await ensureTools(['act', 'kustomize'], terminalProgress());
  checkout = await StubbedCheckout.make();
}, 180_000);

afterAll(() => checkout.remove());

const order = (calls: readonly Call[]) =>
  calls.map(({ action, inputs }) => `${action} ${inputs.environment ?? ''}`.trim());
const untilVerdict = ['classify-push', 'build-push', 'bump-overlay staging', 'verify-rollout staging'];

test('a release that fails is rolled back and the rollback verified; the run is red, and production never sees it', async () => {
  const { succeeded, calls } = await checkout.push(bad);
  expect([succeeded, order(calls)]).toEqual([false, [...untilVerdict, 'rollback staging', 'verify-rollout staging']]);
  const [back, verification] = calls.slice(-2).map(({ inputs }) => inputs);
  expect(back).toMatchObject({
    automatic: 'true',
    'expect-digest': 'sha256:bad',
    'failure-reason': 'crash-loop',
    to: 'last-verified',
    strategy: 'auto',
    hold: 'bad-digest',
  });
  expect(back?.commit).toMatch(/^[0-9a-f]{40}$/);
  expect(back?.reason).toMatch(/^crash-loop in staging, by the run http/);
  expect(verification).toMatchObject({ revision: 'back', digest: 'sha256:good', record: 'true' });
});

test('a failure in production is rolled back there', async () => {
  const { 'verify-rollout staging bump': _, ...rest } = bad;
  const { succeeded, calls } = await checkout.push({ ...rest, 'verify-rollout production bump': crashed });
  expect(succeeded).toBe(false);
  expect(order(calls).slice(-3)).toEqual([
    'verify-rollout production',
    'rollback production',
    'verify-rollout production',
  ]);
});

test('where the old image fails too, the manifests are at fault: their revert is proposed, and nothing is pinned again', async () => {
  const still = { ...crashed, 'failure-reason': 'config-error', digest: 'sha256:good' };
  const proposed = { outcome: 'pull-request', 'pull-request-url': 'https://example.invalid/1' };
  const answers = { ...bad, 'verify-rollout staging back': still, 'rollback staging revert': proposed };
  const { succeeded, calls } = await checkout.push(answers);
  expect([succeeded, order(calls)]).toEqual([
    false,
    [...untilVerdict, 'rollback staging', 'verify-rollout staging', 'rollback staging'],
  ]);
  const [first, , second] = calls.slice(-3).map(({ inputs }) => inputs);
  expect(second).toMatchObject({
    automatic: 'true',
    'expect-digest': 'sha256:good',
    'failure-reason': 'config-error',
    strategy: 'revert',
    commit: first?.commit,
  });
  expect(second?.reason).toMatch(/^config-error in staging after the rollback as well, by the run http/);
});

const script = compositeActions()
  .flatMap(({ steps }) => steps)
  .find(({ run }) => run?.includes('rolled back to'))?.run;

const unset = { BECAUSE: '', PULL_REQUEST: '', VERIFICATION: '', STILL: '', REVERT: '' };

// Run by itself, since act may lose the last lines of a script that fails.
test.each([
  [
    { OUTCOME: 'committed', VERIFICATION: 'verified' },
    'rolled back to sha256:good because crash-loop; sha256:bad is held.',
  ],
  [{ OUTCOME: 'committed', VERIFICATION: 'superseded' }, 'A newer release has come since.'],
  [{ OUTCOME: 'committed', VERIFICATION: '' }, 'The rollback itself is not verified: look at once.'],
  [
    { OUTCOME: 'committed', VERIFICATION: 'failed', STILL: 'config-error' },
    'With the manifests that main still has, that digest fails too (config-error), and staging stays faulty: look at once.',
  ],
  [
    { OUTCOME: 'committed', VERIFICATION: 'failed', STILL: 'config-error', REVERT: 'https://example.invalid/1' },
    'stays faulty: merge https://example.invalid/1 to take their change back.',
  ],
  [{ OUTCOME: 'pull-request', PULL_REQUEST: 'https://example.invalid/1' }, 'merge https://example.invalid/1 to'],
  [{ OUTCOME: 'superseded' }, 'main names another release by now'],
  [{ OUTCOME: 'no-evidence' }, 'says nothing against the release'],
  [{ OUTCOME: 'no-target', BECAUSE: 'no entry is left' }, 'crash-loop; not rolled back: no entry is left.'],
])('what came of it is said, and stays red: %j', async (env, says) => {
  const all = { ENVIRONMENT: 'staging', REASON: 'crash-loop', FAILED: 'sha256:bad', DIGEST: 'sha256:good', ...env };
  const run = $({ nothrow: true, quiet: true, env: { ...process.env, ...unset, ...all } });
  const { exitCode, stdout } = await run`bash --noprofile --norc -e -o pipefail -c ${script ?? ''}`;
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^::error title=staging::/);
  expect(stdout).toContain(says);
});

test.each([
  { outcome: 'pull-request', 'pull-request-url': 'https://example.invalid/1' },
  { outcome: 'superseded' },
  { outcome: 'no-evidence' },
  { outcome: 'no-target' },
])('after a rollback that is $outcome nothing more is verified, and the run is red', async rollback => {
  const { succeeded, calls } = await checkout.push({ ...bad, rollback });
  expect([succeeded, order(calls)]).toEqual([false, [...untilVerdict, 'rollback staging']]);
});

test.each([
  { what: 'no verdict', answer: { 'failure-reason': 'cluster-unreachable', fails: 'true' }, variables: {} },
  { what: 'a cancellation', answer: { outcome: 'cancelled', fails: 'true' }, variables: {} },
  { what: 'AUTO_ROLLBACK false', answer: crashed, variables: { AUTO_ROLLBACK: 'false' } },
])('with $what nothing is rolled back', async ({ answer, variables }) => {
  const { succeeded, calls } = await checkout.push({ ...bad, 'verify-rollout staging bump': answer }, variables);
  expect([succeeded, order(calls)]).toEqual([false, untilVerdict]);
});

const asked = { environment: 'production', to: 'previous', reason: `it's "bad"; $(touch pwned)` };

test('by hand: every input reaches the rollback as it was given, which is verified and recorded', async () => {
  const { succeeded, calls } = await checkout.dispatch('rollback.yaml', asked, bad);
  expect([succeeded, order(calls)]).toEqual([true, ['rollback production', 'verify-rollout production']]);
  const [back, verification] = calls.map(({ inputs }) => inputs);
  expect(back).toMatchObject({
    ...asked,
    strategy: 'repin',
    hold: 'bad-digest',
    'release-hold': 'none',
    'expect-digest': '',
  });
  expect(verification).toMatchObject({ revision: 'back', digest: 'sha256:good', record: 'true' });
});

test('by hand: what a lifted hold has kept back is deployed by the workflow that the rollback is told to start', async () => {
  const lift = { environment: 'staging', 'release-hold': 'freeze', reason: 'over' };
  const { calls } = await checkout.dispatch('rollback.yaml', lift, { rollback: { outcome: 'hold-released' } });
  expect(calls[0]?.inputs).toMatchObject({ 'release-hold': 'freeze', workflow: 'deploy.yaml' });
});

test.each([
  'hold-released',
  'hold-set',
  'pull-request',
])('by hand: after %s there is nothing to verify', async outcome => {
  const { succeeded, calls } = await checkout.dispatch('rollback.yaml', asked, { rollback: { outcome } });
  expect([succeeded, order(calls)]).toEqual([true, ['rollback production']]);
});
