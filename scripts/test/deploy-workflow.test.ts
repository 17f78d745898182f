import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { terminalProgress } from '../progress.ts';
import { ensureTools } from '../tools/build.ts';
import { root } from './render.ts';
import { type Call, StubbedCheckout } from './stubbed-workflow.ts';

const both = { class: 'deploy', environments: '["staging","production"]' };
const released = { ...both, manifests: 'true', released: '["staging","production"]' };
const built = { tag: 'src-1', digest: 'sha256:built' };
const committed = { outcome: 'committed', 'commit-sha': 'bump' };
const verified = { outcome: 'verified', digest: 'sha256:verified' };
const allWell = { 'classify-push': both, 'build-push': built, 'bump-overlay': committed, 'verify-rollout': verified };

/** The image that an owner has named by `npm run init`; undefined where it is the repository's own package. */
const ownImage = /vars\.IMAGE \|\| '([^']+)'/.exec(
  readFileSync(join(root, '.github/workflows/deploy.yaml'), 'utf8'),
)?.[1];

let checkout: StubbedCheckout;

beforeAll(async () => {
  await ensureTools(['act', 'kustomize'], terminalProgress());
  checkout = await StubbedCheckout.make();
}, 180_000);

afterAll(() => checkout.remove());

const order = (calls: readonly Call[]) =>
  calls.map(({ action, inputs }) => `${action} ${inputs.environment ?? ''}`.trim());
const releases = ['bump-overlay', 'verify-rollout'].map(action => `${action} staging`);
const chain = [...releases, ...releases.map(step => step.replace('staging', 'production'))];

test('a push is built once, released to staging, and what staging proved to production', async () => {
  const { succeeded, calls } = await checkout.push(allWell);
  expect(succeeded).toBe(true);
  expect(order(calls)).toEqual(['classify-push', 'build-push', ...chain]);
  const [, build, bump, verify, promotion] = calls.map(({ inputs }) => inputs);
  expect(build?.image).toBe(ownImage ?? 'ghcr.io/example/example/vad-service');
  expect(bump).toMatchObject({ tag: 'src-1', digest: 'sha256:built', 'source-commit': build?.commit, branch: 'main' });
  expect(bump).toMatchObject({ from: '', strategy: 'commit', 'require-attestation': 'false', token: '' });
  expect(verify).toMatchObject({ revision: 'bump', digest: 'sha256:built', engine: 'argocd' });
  expect(promotion).toMatchObject({ tag: 'src-1', digest: 'sha256:verified' });
});

test('an environment with a CLUSTER logs in to it before it verifies', async () => {
  const { succeeded, calls } = await checkout.push(
    { ...allWell, 'cluster-login': { kubeconfig: '/dev/null' } },
    { CLUSTER: 'kind=eks' },
  );
  expect(succeeded).toBe(true);
  const staging = ['classify-push', 'build-push', 'bump-overlay staging', 'cluster-login', 'verify-rollout staging'];
  expect(order(calls).slice(0, 5)).toEqual(staging);
  expect(calls[3]?.inputs.cluster).toBe('kind=eks');
});

test('the variable ENGINE says who syncs, in each environment', async () => {
  const { calls } = await checkout.push(allWell, { ENGINE: 'flux' });
  const verifications = calls.filter(({ action }) => action === 'verify-rollout');
  expect(verifications.map(({ inputs }) => inputs.engine)).toEqual(['flux', 'flux']);
});

test('with an APP_ID the App’s token releases, with no more rights than are needed', async () => {
  const ours = await StubbedCheckout.make();
  onTestFinished(() => ours.remove());
  await ours.stubAppToken();
  const tokens = async (variables: Readonly<Record<string, string>>) => {
    const { calls } = await ours.push(allWell, { APP_ID: 'Iv1.app', ...variables });
    return calls.filter(({ action }) => action === 'bump-overlay').map(({ inputs }) => inputs.token?.trim());
  };
  expect(await tokens({})).toEqual(['for Iv1.app write', 'for Iv1.app write']);
  const both = 'for Iv1.app write read';
  expect(await tokens({ REQUIRE_ATTESTATION: 'true' })).toEqual([both, both]);
});

test('a push that touches nothing of ours does nothing more', async () => {
  const { succeeded, calls } = await checkout.push({ 'classify-push': { class: 'none', environments: '[]' } });
  expect([succeeded, order(calls)]).toEqual([true, ['classify-push']]);
});

test.each([
  { environments: ['staging', 'production'] },
  { environments: ['staging'] },
  { environments: ['production'] },
])('a release-only push is verified without a build in $environments', async ({ environments }) => {
  const classification = { class: 'verify', environments: JSON.stringify(environments) };
  const { succeeded, calls } = await checkout.push({ ...allWell, 'classify-push': classification });
  expect(succeeded).toBe(true);
  expect(order(calls)).toEqual(['classify-push', ...environments.map(name => `verify-rollout ${name}`)]);
  const [pushed, ...verifications] = calls.map(({ inputs }) => inputs);
  for (const { digest, revision } of verifications) expect([digest, revision]).toEqual(['', pushed?.commit]);
});

test("a merged pull request of staging is verified, and what staging's release file holds proposed for production", async () => {
  const answers = {
    'classify-push': { class: 'verify', environments: '["staging"]' },
    'verify-rollout': verified,
    'bump-overlay': { outcome: 'pull-request' },
  };
  const { succeeded, calls } = await checkout.push(answers, { RELEASE_STRATEGY: 'pull-request' });
  expect([succeeded, order(calls)]).toEqual([
    true,
    ['classify-push', 'verify-rollout staging', 'bump-overlay production'],
  ]);
  const bump = calls.at(-1)?.inputs;
  expect(bump).toMatchObject({ strategy: 'pull-request', from: 'staging', digest: 'sha256:verified' });
});

const untilBump = ['classify-push', 'build-push', 'bump-overlay staging'];

test('after a bump that is superseded the run ends green: the newer one has a run of its own', async () => {
  const { succeeded, calls } = await checkout.push({ ...allWell, 'bump-overlay': { outcome: 'superseded' } });
  expect([succeeded, order(calls)]).toEqual([true, untilBump]);
});

describe.each(['held', 'pull-request'])('where the bump of staging is %s', outcome => {
  const waits = { outcome, digest: 'sha256:before' };
  const waiting = { ...allWell, 'classify-push': released, 'bump-overlay': waits };

  test('what is released is verified at the commit in each environment, and the new image goes nowhere', async () => {
    const { succeeded, calls } = await checkout.push(waiting);
    expect([succeeded, order(calls)]).toEqual([
      true,
      [...untilBump, 'verify-rollout staging', 'verify-rollout production'],
    ]);
    const [pushed] = calls.map(({ inputs }) => inputs);
    for (const { inputs } of calls.slice(-2))
      expect(inputs).toMatchObject({ digest: '', revision: pushed?.commit, record: 'true' });
  });

  test('where nothing was released at the commit, nothing is verified, whatever has come since', async () => {
    const first = { 'classify-push': { ...both, released: '[]' } };
    const { succeeded, calls } = await checkout.push({ ...waiting, ...first });
    expect([succeeded, order(calls)]).toEqual([true, untilBump]);
    const later = { 'classify-push': { ...released, released: '["staging"]' } };
    const then = await checkout.push({ ...waiting, ...later });
    expect([then.succeeded, order(then.calls)]).toEqual([true, [...untilBump, 'verify-rollout staging']]);
  });

  test('where the push has changed no manifests, nobody has to approve a look at production', async () => {
    const { succeeded, calls } = await checkout.push({
      ...waiting,
      'classify-push': { ...released, manifests: 'false' },
    });
    expect([succeeded, order(calls)]).toEqual([true, [...untilBump, 'verify-rollout staging']]);
  });

  test('what a fault there speaks against is the rollback’s to judge', async () => {
    const failed = { outcome: 'failed', 'failure-reason': 'config-error', digest: 'sha256:before', fails: 'true' };
    const answers = { ...waiting, 'verify-rollout staging': failed, rollback: { outcome: 'no-target' } };
    const { succeeded, calls } = await checkout.push(answers);
    expect([succeeded, order(calls)]).toEqual([false, [...untilBump, 'verify-rollout staging', 'rollback staging']]);
    expect(calls.at(-1)?.inputs).toMatchObject({ strategy: 'auto', 'expect-digest': 'sha256:before' });
  });
});

test('a run that is started again after it has rolled its release back is verified, and red', async () => {
  const bump = { outcome: 'held', digest: 'sha256:before', 'held-by-run': 'true' };
  const { succeeded, calls } = await checkout.push({ ...allWell, 'classify-push': released, 'bump-overlay': bump });
  expect([succeeded, order(calls)]).toEqual([false, [...untilBump, 'verify-rollout staging']]);
});

test('a verification that is superseded ends the run green, before production', async () => {
  const { succeeded, calls } = await checkout.push({ ...allWell, 'verify-rollout': { outcome: 'superseded' } });
  expect([succeeded, order(calls)]).toEqual([true, ['classify-push', 'build-push', ...releases]]);
});

test.each([
  { fails: 'classify-push', ran: 1 },
  { fails: 'build-push', ran: 2 },
  { fails: 'bump-overlay', ran: 3 },
  { fails: 'verify-rollout staging', ran: 4 },
  { fails: 'verify-rollout production', ran: 6 },
])('a failure of $fails fails the run, and nothing follows', async ({ fails, ran }) => {
  const { succeeded, calls } = await checkout.push({ ...allWell, [fails]: 'fail' });
  expect(succeeded).toBe(false);
  expect(order(calls)).toEqual(['classify-push', 'build-push', ...chain].slice(0, ran));
});
