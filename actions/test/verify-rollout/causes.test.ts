import { expect, test } from 'vitest';
import { digestA } from '../bump-overlay/setup.ts';
import { application, deployment, healthy, hpa, pod, replicaSet, stuck } from './cluster.ts';
import { verifyWorld } from './setup.ts';

const before = `sha256:${'0'.repeat(64)}`;

/** A rollout whose new set can make no pod. */
const refused = (message: string) => [
  deployment(digestA, { replicas: 2, updatedReplicas: 0 }),
  replicaSet('old', before),
  {
    ...Object(replicaSet('new', digestA)),
    status: { conditions: [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message }] },
  },
  pod('old-1', 'old', before),
  pod('old-2', 'old', before),
];

test.each([
  ['quota-exceeded', 'pods "new-1" is forbidden: exceeded quota: small, requested: cpu=200m'],
  ['admission-denied', 'pods "new-1" is forbidden: ValidatingAdmissionPolicy \'p\' denied request: no such image'],
])('no pod can be made: %s', async (code, message) => {
  const world = await verifyWorld();
  const began = Date.now();
  const ended = await world.verify([{ application: application(world.revision), items: refused(message) }], {
    inputs: { timeout: '60s' },
  });
  expect(ended.outputs['failure-reason'], ended.stdout).toBe(code);
  expect(ended.stdout).toContain(`${message}%0A2 old pods still ready`);
  expect(ended.summary).toContain('describe replicasets');
  expect(Date.now() - began).toBeLessThan(30_000);
});

test('a Secret that comes late, an eviction and an autoscaler without metrics are tolerated', async () => {
  const world = await verifyWorld();
  const state = { waiting: { reason: 'CreateContainerConfigError', message: 'secret "x" not found' } };
  const evicted = { ...Object(pod('new-0', 'new', digestA)), status: { phase: 'Failed', reason: 'Evicted' } };
  const blind = hpa({ ScalingActive: ['False', 'FailedGetResourceMetric'] });
  const changed = hpa({}, { managedFields: [{ time: new Date().toISOString() }] });
  const show = (items: readonly unknown[], hpas: readonly unknown[] = []) => ({
    application: application(world.revision),
    items,
    hpas,
  });
  const ended = await world.verify(
    [
      show(stuck(digestA, before, { state })),
      show(stuck(digestA, before, { state })),
      show([...healthy(digestA), evicted], [blind]),
      show([...healthy(digestA), evicted], [changed]),
      show([...healthy(digestA), evicted], [hpa()]),
    ],
    { inputs: { timeout: '60s' } },
  );
  expect(ended.outputs.outcome, ended.stdout).toBe('verified');
  expect(ended.stdout).toContain('(CreateContainerConfigError, config-error)');
  expect(ended.stdout).toContain('hpa       vad-hpa: FailedGetResourceMetric: ScalingActive said so');
  expect(ended.stdout).toContain('hpa       vad-hpa has changed: until its controller has looked at it');
  const report = JSON.parse(ended.outputs['report-json'] ?? '');
  expect(report).toMatchObject({ evicted: ['new-0: Evicted: '], hpa: { name: 'vad-hpa', min: 2, max: 10 } });
});

test('a crash that comes once all is well is seen while the pods settle', async () => {
  const world = await verifyWorld();
  const fresh = { state: { running: { startedAt: new Date().toISOString() } } };
  const items = [deployment(digestA), replicaSet('new', digestA)];
  const young = [...items, pod('new-1', 'new', digestA, fresh), pod('new-2', 'new', digestA, fresh)];
  const crashed = { state: { waiting: { reason: 'CrashLoopBackOff' } }, restarts: 2, ready: false };
  const shown = (pods: readonly unknown[]) => ({ application: application(world.revision), items: pods, log: 'late' });
  const ended = await world.verify(
    [
      shown(young),
      shown(young),
      shown([...items, pod('new-1', 'new', digestA, crashed), pod('new-2', 'new', digestA, fresh)]),
    ],
    { inputs: { timeout: '60s', settle: '50s' } },
  );
  expect(ended.stdout).toContain('until they have run for 50s');
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('crash-loop');
  expect(ended.summary).toContain('<summary>Last log lines of <code>new-1</code></summary>');
});

test('a watch that breaks leaves the looks to their period', async () => {
  const world = await verifyWorld();
  const ended = await world.verify(
    [
      { application: application('f'.repeat(40)) },
      { application: application(world.revision), items: healthy(digestA) },
    ],
    { env: { FAKE_WATCH: 'broken' } },
  );
  expect(ended.outputs.outcome, ended.stdout).toBe('verified');
  expect(world.calls().some(call => call.includes('--watch-only'))).toBe(true);
});
