import { expect, test } from 'vitest';
import { digestA, digestB } from '../bump-overlay/setup.ts';
import { application, healthy, stuck } from './cluster.ts';
import { verifyWorld } from './setup.ts';

const before = `sha256:${'0'.repeat(64)}`;

test('a crash loop is named at once, with the last log lines and what still serves', async () => {
  const world = await verifyWorld();
  const crashed = { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s restarting failed container' } };
  const items = stuck(digestA, before, {
    restarts: 2,
    state: crashed,
    lastState: { terminated: { exitCode: 3, reason: 'Error', finishedAt: new Date().toISOString() } },
  });
  const ended = await world.verify([{ application: application(world.revision), items, log: 'boot\nError: no model' }]);

  expect(ended.code).toBe(1);
  expect(ended.outputs).toMatchObject({ outcome: 'failed', 'failure-reason': 'crash-loop' });
  expect(ended.stdout).toMatch(
    /::error::new-1: CrashLoopBackOff, exit code 3.*Error: no model.*2 old pods still ready/,
  );
  expect(ended.summary).toContain('❌ staging: `aaaaaaaaaaaa` not verified: crash-loop');
  expect(ended.summary).toContain('logs new-1 --previous');
});

test('an image that is not there is named in the words of the kubelet', async () => {
  const world = await verifyWorld();
  const state = { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image "x"' } };
  const message = 'Failed to pull image "x": rpc error: code = NotFound desc = x: not found';
  const event = { involvedObject: { kind: 'Pod', name: 'new-1' }, reason: 'Failed', message };
  const items = stuck(digestA, before, { state });
  const ended = await world.verify([{ application: application(world.revision), items, events: [event] }]);
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('image-not-found');
  expect(ended.summary).toContain('code = NotFound');
});

test('a failed sync of our commit is named in the words of the engine', async () => {
  const world = await verifyWorld();
  const failed = application(world.revision, {
    sync: { status: 'OutOfSync', revision: world.revision },
    operationState: { phase: 'Failed', syncResult: { revision: world.revision }, message: 'quota exceeded' },
  });
  const ended = await world.verify([{ application: failed, items: healthy(before) }]);
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('sync-failed');
  expect(ended.summary).toContain('quota exceeded');
});

test('out of time: the gate, what was seen last, and the warnings about its pods', async () => {
  const world = await verifyWorld();
  const event = {
    involvedObject: { kind: 'Pod', name: 'new-1' },
    reason: 'Unhealthy',
    message: 'Readiness probe failed',
  };
  const items = stuck(digestA, before, {});
  const ended = await world.verify([{ application: application(world.revision), items, events: [event] }], {
    inputs: { timeout: '8s' },
  });
  expect(ended.outputs['failure-reason']).toBe('timeout');
  expect(ended.stdout).toMatch(
    /::error::Not verified within 8s: stopped at gate pods\. Last seen: 0\/2 new pods ready/,
  );
  expect(ended.summary).toContain('new-1: Unhealthy: Readiness probe failed');
});

test('a pod that does not serve keeps the last gate shut', async () => {
  const world = await verifyWorld();
  const ended = await world.verify([{ application: application(world.revision), items: healthy(digestA) }], {
    inputs: { timeout: '8s' },
    service: { health: 2 },
  });
  expect(ended.outputs['failure-reason']).toBe('timeout');
  expect(ended.stdout).toContain('stopped at gate grpc. Last seen: new-1: NOT_SERVING');
});

test('missing rights end it at the first look', async () => {
  const world = await verifyWorld();
  const ended = await world.verify([{ error: 'Error from server (Forbidden): pods is forbidden' }]);
  expect(ended.outputs['failure-reason']).toBe('cluster-forbidden');
  expect(world.calls().filter(call => !call.includes('--watch-only'))).toHaveLength(1);
});

test('a digest that the revision does not render is refused before any look', async () => {
  const world = await verifyWorld();
  const ended = await world.verify([], { inputs: { digest: digestB } });
  expect(ended.outputs['failure-reason']).toBe('digest-mismatch');
});

test('SIGTERM ends it at once', async () => {
  const world = await verifyWorld();
  const began = Date.now();
  const ended = await world.verify([{ application: application('f'.repeat(40)), items: [] }], {
    inputs: { timeout: '60s' },
    killOn: 'source',
  });
  expect(ended.code).toBe(1);
  expect(ended.outputs).toMatchObject({ outcome: 'cancelled', 'failure-reason': 'cancelled' });
  expect(ended.summary).toContain('was cancelled; its outcome is not known');
  expect(Date.now() - began).toBeLessThan(8_000);
});
