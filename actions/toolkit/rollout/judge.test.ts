import { expect, test } from 'vitest';
import { causeKey, countSightings, judge } from './judge.ts';
import type { DeploymentState, PodState, RolloutObservation } from './observe.ts';

const wanted = `sha256:${'a'.repeat(64)}`;
const now = 1_000_000_000;

const complete: DeploymentState = { isObserved: true, desired: 2, total: 2, updated: 2, available: 2, digest: wanted };

const ready: PodState = {
  name: 'p',
  phase: 'Running',
  isReady: true,
  digest: wanted,
  restarts: 0,
  waiting: undefined,
  lastExit: undefined,
};

const broken = (reason: string, more: Partial<PodState> = {}): PodState => ({
  ...ready,
  isReady: false,
  waiting: { reason, message: '' },
  ...more,
});

function look(pods: readonly PodState[], deployment: Partial<DeploymentState> = {}): RolloutObservation {
  return { at: now, deployment: { ...complete, ...deployment }, newPods: pods, oldReady: 0 };
}

test('no Deployment yet', () => {
  const observation = { at: now, deployment: undefined, newPods: [], oldReady: 0 };
  expect(judge(observation, wanted, new Map())).toMatchObject({ kind: 'progressing', gate: 'workload' });
});

test.each<[string, Partial<DeploymentState>, readonly PodState[], string]>([
  ['complete', {}, [ready, ready], 'done'],
  ['not observed', { isObserved: false }, [ready, ready], 'workload'],
  ['another digest', { digest: 'sha256:b' }, [ready, ready], 'workload'],
  ['no digest', { digest: undefined }, [ready, ready], 'workload'],
  ['not all updated', { updated: 1 }, [ready], 'pods'],
  ['old pods are still counted', { total: 3 }, [ready, ready], 'pods'],
  ['not available for long enough', { available: 1 }, [ready, ready], 'pods'],
  ['a pod is not ready', {}, [ready, { ...ready, isReady: false }], 'pods'],
  ['a pod has another digest', {}, [ready, { ...ready, digest: 'sha256:b' }], 'pods'],
  ['fewer pods than counted', {}, [ready], 'pods'],
  ['no replicas prove nothing', { desired: 0, total: 0, updated: 0, available: 0 }, [], 'pods'],
])('%s', (_, deployment, pods, expected) => {
  const judgement = judge(look(pods, deployment), wanted, new Map());
  expect(judgement.kind === 'progressing' ? judgement.gate : judgement.kind).toBe(expected);
});

test.each<[string, PodState, 'failed' | 'progressing']>([
  ['a name that cannot be', broken('InvalidImageName'), 'failed'],
  ['a crash loop', broken('CrashLoopBackOff'), 'failed'],
  ['a container that cannot start', broken('RunContainerError'), 'failed'],
  ['a first failed pull', broken('ErrImagePull'), 'progressing'],
  ['a first restart', broken('', { restarts: 1, lastExit: { code: 1, reason: 'Error', at: now } }), 'progressing'],
  [
    'two restarts just now',
    broken('', { restarts: 2, lastExit: { code: 1, reason: 'Error', at: now - 1000 } }),
    'failed',
  ],
  ['two restarts long ago', broken('', { restarts: 2, lastExit: { code: 1, reason: 'Error', at: 0 } }), 'progressing'],
  [
    'restarts of a pod that is ready',
    { ...ready, restarts: 9, lastExit: { code: 1, reason: 'Error', at: now } },
    'progressing',
  ],
])('%s', (_, pod, kind) => {
  expect(judge(look([pod, ready], { available: 1 }), wanted, new Map()).kind).toBe(kind);
});

test('a failed pull is final at the second sighting, by either of its names', () => {
  const first = judge(look([broken('ErrImagePull')]), wanted, new Map());
  if (first.kind !== 'progressing') throw new Error('expected progressing');
  const sightings = countSightings(new Map(), first.causes);
  expect(judge(look([broken('ImagePullBackOff')]), wanted, sightings)).toMatchObject({
    kind: 'failed',
    cause: { kind: 'image-pull' },
  });
});

test('a registry that cannot be reached has more time than one that says no', () => {
  const look2 = (message: string) =>
    judge(
      look([broken('ErrImagePull', { waiting: { reason: 'ErrImagePull', message } })]),
      wanted,
      new Map([['image-pull p', 1]]),
    );
  expect(look2('dial tcp: lookup r: no such host').kind).toBe('progressing');
  expect(look2('r/i: not found').kind).toBe('failed');
  expect(look2('401 Unauthorized').kind).toBe('failed');
});

test('a cause that was not seen again is forgotten', () => {
  const first = judge(look([broken('ErrImagePull')]), wanted, new Map());
  if (first.kind !== 'progressing') throw new Error('expected progressing');
  const [cause] = first.causes;
  const sightings = countSightings(countSightings(new Map(), first.causes), []);
  expect(cause && sightings.has(causeKey(cause))).toBe(false);
});

test('says what a person would look for', () => {
  const judgement = judge({ ...look([broken('ErrImagePull'), ready], { total: 4 }), oldReady: 2 }, wanted, new Map());
  expect(judgement.seen).toBe('1/2 new pods ready, 2 old still ready (ErrImagePull)');
  const crashed = judge(
    look([broken('CrashLoopBackOff', { lastExit: { code: 137, reason: 'OOMKilled', at: now } })]),
    wanted,
    new Map(),
  );
  expect(crashed.kind === 'failed' && crashed.cause.summary).toBe('p: CrashLoopBackOff, exit code 137 (OOMKilled)');
});
