import { expect, test } from 'vitest';
import { times } from './cause.ts';
import { causeKey, judge, keepSightings, type Sightings } from './judge.ts';
import type { DeploymentState, PodState, RolloutObservation } from './observe.ts';

const wanted = `sha256:${'a'.repeat(64)}`;
const now = 1_000_000_000;

const complete: DeploymentState = {
  isObserved: true,
  desired: 2,
  total: 2,
  updated: 2,
  available: 2,
  digest: wanted,
  deadlineExceeded: undefined,
};

const ready: PodState = {
  name: 'p',
  phase: 'Running',
  isReady: true,
  digest: wanted,
  restarts: 0,
  runningSince: now,
  waiting: undefined,
  lastExit: undefined,
  unschedulable: undefined,
};

const exit = (more: object = {}) => ({ code: 1, reason: 'Error', at: now - 1000, ...more });

const broken = (reason: string, more: Partial<PodState> = {}): PodState => ({
  ...ready,
  isReady: false,
  runningSince: undefined,
  waiting: { reason, message: '' },
  ...more,
});

const nothing: RolloutObservation = {
  at: now,
  deployment: undefined,
  newPods: [],
  endedPods: [],
  namespacePods: [],
  oldReady: 0,
  terminating: 0,
  createFailure: undefined,
  events: [],
};

function look(
  pods: readonly PodState[],
  deployment: Partial<DeploymentState> = {},
  more: Partial<RolloutObservation> = {},
): RolloutObservation {
  return { ...nothing, deployment: { ...complete, ...deployment }, newPods: pods, ...more };
}

const said = (reason: string, message: string) => [{ kind: 'Pod', object: 'p', reason, message }];

/** When a cause ends the rollout, in milliseconds after it was first seen; undefined where it never does. */
function endsAfter(observation: RolloutObservation): [code: string, ms: number | undefined] {
  const first = judge(observation, wanted, new Map());
  if (first.kind === 'failed') return [first.cause.code, 0];
  if (first.kind !== 'progressing' || !first.causes[0]) return ['', undefined];
  const sightings = keepSightings(new Map(), first.causes, now);
  const at = (ms: number) => judge({ ...observation, at: now + ms }, wanted, sightings);
  const { code, class: kind } = first.causes[0];
  const ms = kind.kind === 'fatal' ? 0 : kind.ms;
  expect(at(ms - 1).kind).toBe('progressing');
  expect(at(ms).kind).toBe('failed');
  return [code, ms];
}

test('no Deployment yet', () => {
  expect(judge(nothing, wanted, new Map())).toMatchObject({ kind: 'progressing', gate: 'workload' });
});

test.each<[string, Partial<DeploymentState>, readonly PodState[], string]>([
  ['complete', {}, [ready, ready], 'done'],
  [
    'complete, and more than at first: the HPA has moved it',
    { desired: 3, total: 3, updated: 3, available: 3 },
    [ready, ready, ready],
    'done',
  ],
  ['the HPA moves it on the way', { desired: 3 }, [ready, ready], 'pods'],
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

const waiting = (reason: string, message: string) => broken(reason, { waiting: { reason, message } });

test.each<[string, PodState, string, number | undefined]>([
  ['a name that cannot be', broken('InvalidImageName'), 'image-invalid', 0],
  ['a first failed pull', broken('ErrImagePull'), 'image-pull-failed', times.pullAnswered.ms],
  ['an image that is not there', waiting('ErrImagePull', 'r/i: not found'), 'image-pull-failed', times.pullAnswered.ms],
  ['a registry that says no', waiting('ErrImagePull', '401 Unauthorized'), 'image-pull-failed', times.pullAnswered.ms],
  ['no registry', waiting('ErrImagePull', 'lookup r: no such host'), 'image-pull-failed', times.pullUnanswered.ms],
  ['a Secret that may come', broken('CreateContainerConfigError'), 'config-error', times.config.ms],
  ['a container that cannot start', broken('RunContainerError'), 'start-failed', 0],
  ['a crash loop', broken('CrashLoopBackOff'), 'crash-loop', 0],
  [
    'out of memory',
    broken('CrashLoopBackOff', { lastExit: exit({ reason: 'OOMKilled', code: 137 }) }),
    'oom-killed',
    0,
  ],
  ['a first restart', broken('', { restarts: 1, lastExit: exit() }), '', undefined],
  ['two restarts just now', broken('', { restarts: 2, lastExit: exit() }), 'crash-loop', 0],
  ['two restarts long ago', broken('', { restarts: 2, lastExit: exit({ at: 0 }) }), '', undefined],
  ['restarts of a pod that is ready', { ...ready, restarts: 9, lastExit: exit() }, '', undefined],
  ['a pod that runs and is not ready', { ...ready, isReady: false }, 'probe-failed', times.readiness.ms],
  [
    'a pod that no node takes',
    broken('', { unschedulable: { message: 'Insufficient cpu', since: now } }),
    'unschedulable',
    times.unschedulable.ms,
  ],
  [
    'what no node has taken for long',
    broken('', { unschedulable: { message: 'm', since: now - times.unschedulable.ms } }),
    'unschedulable',
    0,
  ],
  ['a container that is being made', broken('ContainerCreating'), '', undefined],
])('%s', (_, pod, code, ms) => {
  expect(endsAfter(look([pod, ready], { available: 1 }))).toEqual([code, ms]);
});

test.each<[string, PodState, readonly [string, string], string, number]>([
  [
    'no node to come',
    broken('', { unschedulable: { message: 'm', since: now } }),
    ['NotTriggerScaleUp', 'max node group size reached'],
    'unschedulable',
    0,
  ],
  [
    'a volume without its Secret',
    broken('ContainerCreating', { phase: 'Pending' }),
    ['FailedMount', 'secret "x" not found'],
    'config-error',
    times.volume.ms,
  ],
  [
    'a startup probe',
    broken('CrashLoopBackOff', { lastExit: exit({ code: 137 }) }),
    ['Killing', 'Container vad-service failed startup probe, will be restarted'],
    'probe-failed',
    0,
  ],
  [
    'a readiness probe',
    { ...ready, isReady: false },
    ['Unhealthy', 'Readiness probe failed: NOT_SERVING'],
    'probe-failed',
    times.readiness.ms,
  ],
])('%s, by what is said of it', (_, pod, [reason, message], code, ms) => {
  const observation = look([pod, ready], { available: 1 }, { events: said(reason, message) });
  expect(endsAfter(observation)).toEqual([code, ms]);
  const judgement = judge(observation, wanted, new Map());
  const causes = judgement.kind === 'done' ? [] : judgement.causes;
  expect(causes[0]?.summary).toContain(message);
});

const quota = 'pods "x" is forbidden: exceeded quota: small, requested: cpu=200m, used: cpu=400m, limited: cpu=500m';
const policy = "pods \"x\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no";

test.each<[string, Partial<RolloutObservation>, string, number | undefined]>([
  ['a quota without room for any', { newPods: [], createFailure: quota }, 'quota-exceeded', times.refused.ms],
  ['a quota that leaves room for one', { createFailure: quota }, '', undefined],
  [
    'a quota while pods drain',
    { newPods: [], terminating: 1, createFailure: quota },
    'quota-exceeded',
    times.refusedForNow.ms,
  ],
  ['a policy', { newPods: [], createFailure: policy }, 'admission-denied', times.refused.ms],
  [
    'pod security',
    { newPods: [], createFailure: 'pods "x" is forbidden: violates PodSecurity "restricted:latest"' },
    'admission-denied',
    times.refused.ms,
  ],
  [
    'a webhook that is away',
    { newPods: [], createFailure: 'Internal error occurred: failed calling webhook "w"' },
    'admission-denied',
    times.refusedForNow.ms,
  ],
  [
    'an account that comes late',
    { newPods: [], createFailure: 'error looking up service account a/b: serviceaccount "b" not found' },
    'pod-refused',
    times.refusedForNow.ms,
  ],
  ['one eviction', { endedPods: ['p: Evicted: '] }, '', undefined],
  ['six evictions', { endedPods: Array.from({ length: 6 }, () => 'p: Evicted: ') }, 'pods-evicted', 0],
])('%s', (_, more, code, ms) => {
  expect(endsAfter(look([ready], { updated: 1, available: 1 }, more))).toEqual([code, ms]);
});

test.each<[string, readonly PodState[], Partial<RolloutObservation>, string | undefined]>([
  ['without another cause', [ready], {}, 'progress-deadline'],
  ['of a quota that only throttled', [], { terminating: 1, createFailure: quota }, 'quota-exceeded'],
  ['of a pod that is not ready', [{ ...ready, isReady: false }], {}, 'probe-failed'],
  ['but a node may still come', [broken('', { unschedulable: { message: 'm', since: now } })], {}, undefined],
])('the progress deadline %s', (_, pods, more, code) => {
  const judgement = judge(
    look(pods, { available: 1, deadlineExceeded: 'has timed out progressing' }, more),
    wanted,
    new Map(),
  );
  expect(judgement.kind === 'failed' ? judgement.cause.code : undefined).toBe(code);
});

test('a cause that was not seen again is forgotten, one that was keeps its time', () => {
  const first = judge(look([broken('ErrImagePull')]), wanted, new Map());
  if (first.kind !== 'progressing' || !first.causes[0]) throw new Error('expected a cause');
  const key = causeKey(first.causes[0]);
  const seen: Sightings = keepSightings(new Map(), first.causes, now);
  expect(keepSightings(seen, first.causes, now + 5).get(key)).toBe(now);
  expect(keepSightings(seen, [], now + 5).has(key)).toBe(false);
});

test('says what a person would look for', () => {
  const judgement = judge({ ...look([broken('ErrImagePull'), ready], { total: 4 }), oldReady: 2 }, wanted, new Map());
  expect(judgement.seen).toBe('1/2 new pods ready, 2 old still ready (ErrImagePull)');
  const starting = judge(look([{ ...ready, isReady: false }, ready]), wanted, new Map());
  expect(starting.seen).toBe('1/2 new pods ready');
  const throttled = judge(look([ready], { updated: 1 }, { createFailure: quota }), wanted, new Map());
  expect(throttled.seen).toContain('a pod was refused: pods "x" is forbidden: exceeded quota');
  const crashed = judge(
    look([broken('CrashLoopBackOff', { lastExit: exit({ code: 137, reason: 'OOMKilled' }) })]),
    wanted,
    new Map(),
  );
  expect(crashed.kind === 'failed' && crashed.cause.summary).toBe('p: CrashLoopBackOff, exit code 137 (OOMKilled)');
});
