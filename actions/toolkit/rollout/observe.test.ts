import { expect, test } from 'vitest';
import { deployment, pod, replicaSet } from '../../test/verify-rollout/cluster.ts';
import { readRollout } from './observe.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const other = `sha256:${'b'.repeat(64)}`;

const names = (items: readonly unknown[]) => readRollout({ items }, 1).newPods.map(one => one.name);

test('new pods are those of the set whose template equals the Deployment, not of the newest set', () => {
  const items = [
    deployment(digest),
    replicaSet('reused', digest),
    replicaSet('newest', other),
    pod('a', 'reused', digest),
    pod('b', 'newest', other),
    pod('c', 'elsewhere', digest),
  ];
  expect(names(items)).toEqual(['a']);
  expect(readRollout({ items }, 1)).toMatchObject({
    oldReady: 1,
    deployment: { isObserved: true, digest, desired: 2 },
  });
});

test('before the controller has made a set there are no new pods', () => {
  expect(names([deployment(digest), replicaSet('old', other), pod('b', 'old', other)])).toEqual([]);
});

test('a pod that is being deleted does not count', () => {
  expect(names([deployment(digest), replicaSet('s', digest), pod('a', 's', digest, { deleted: true })])).toEqual([]);
});

test('reads why a container does not run', () => {
  const state = { waiting: { reason: 'CrashLoopBackOff', message: 'back-off' } };
  const lastState = { terminated: { exitCode: 3, reason: 'Error', finishedAt: '1970-01-01T00:00:05Z' } };
  const items = [
    deployment(digest),
    replicaSet('s', digest),
    pod('a', 's', digest, { ready: false, restarts: 4, state, lastState }),
  ];
  expect(readRollout({ items }, 1).newPods[0]).toEqual({
    name: 'a',
    phase: 'Running',
    isReady: false,
    digest,
    restarts: 4,
    waiting: { reason: 'CrashLoopBackOff', message: 'back-off' },
    lastExit: { code: 3, reason: 'Error', at: 5000 },
    runningSince: undefined,
    unschedulable: undefined,
  });
});

test('a pod that was evicted is told apart from those that live', () => {
  const evicted = {
    ...Object(pod('gone', 's', digest)),
    status: { phase: 'Failed', reason: 'Evicted', message: 'low' },
  };
  const items = [deployment(digest), replicaSet('s', digest), pod('a', 's', digest), evicted];
  expect(names(items)).toEqual(['a']);
  expect(readRollout({ items }, 1).endedPods).toEqual(['gone: Evicted: low']);
});

test('reads why no pod can be made, of the new set alone', () => {
  const failing = (name: string, of: string, message: string) => ({
    ...Object(replicaSet(name, of)),
    status: { conditions: [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message }] },
  });
  const items = [deployment(digest), failing('old', other, 'of long ago'), failing('s', digest, 'exceeded quota')];
  expect(readRollout({ items }, 1).createFailure).toBe('exceeded quota');
  expect(readRollout({ items: items.slice(0, 2) }, 1).createFailure).toBeUndefined();
});

test('reads what holds an init container up, and why no node takes a pod', () => {
  const status = {
    phase: 'Pending',
    initContainerStatuses: [{ state: { waiting: { reason: 'ErrImagePull', message: 'm' } } }],
    containerStatuses: [{ name: 'vad-service', state: { waiting: { reason: 'PodInitializing' } } }],
    conditions: [
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'Unschedulable',
        message: 'no',
        lastTransitionTime: '1970-01-01T00:00:09Z',
      },
    ],
  };
  const items = [deployment(digest), replicaSet('s', digest), { ...Object(pod('a', 's', digest)), status }];
  expect(readRollout({ items }, 1).newPods[0]).toMatchObject({
    waiting: { reason: 'ErrImagePull', message: 'm' },
    unschedulable: { message: 'no', since: 9000 },
  });
});

test.each([undefined, {}, { items: [null, 3, {}] }])('nothing of ours in %j', list => {
  expect(readRollout(list, 1)).toEqual({
    at: 1,
    deployment: undefined,
    newPods: [],
    endedPods: [],
    namespacePods: [],
    oldReady: 0,
    terminating: 0,
    createFailure: undefined,
    events: [],
  });
});
