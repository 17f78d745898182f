import { expect, test } from 'vitest';
import { readAllRunning, readRunning } from './pod.ts';

const pod = (name: string, ready = 'True') => ({
  metadata: { name, uid: 'u-1' },
  spec: { containers: [{ image: `registry/vad-service@sha256:${'a'.repeat(64)}` }] },
  status: {
    conditions: [{ type: 'Ready', status: ready }],
    containerStatuses: [{ containerID: 'containerd://c-1', restartCount: 2, state: { running: {} } }],
    podIP: '10.0.0.7',
    qosClass: 'Burstable',
  },
});

test('a ready pod has an address and the cgroup of its container', () => {
  expect(readRunning(pod('a'))).toEqual({
    name: 'a',
    address: '10.0.0.7:50051',
    cgroup: 'vad-gitops/kubepods/burstable/podu-1/c-1',
    restarts: 2,
  });
});

test('a guaranteed pod has its cgroup at the root of the pods', () => {
  const guaranteed = { ...pod('a'), status: { ...pod('a').status, qosClass: 'Guaranteed' } };
  expect(readRunning(guaranteed)?.cgroup).toBe('vad-gitops/kubepods/podu-1/c-1');
});

test('pods that are not ready, or on their way out, are left out; the others come by name', () => {
  const leaving = { ...pod('d'), metadata: { ...pod('d').metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
  const list = { items: [pod('c'), pod('b', 'False'), leaving, pod('a')] };
  expect(readAllRunning(list).map(({ name }) => name)).toEqual(['a', 'c']);
});
