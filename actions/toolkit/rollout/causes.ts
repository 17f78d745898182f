import type { ErrorCode } from '../errors.ts';
import { type Cause, type CauseClass, fatal, times } from './cause.ts';
import type { ObjectEvent } from './events.ts';
import type { DeploymentState, PodState, RolloutObservation } from './observe.ts';
import { isBare, pullCode } from './pull-message.ts';

// An old crash of a pod that has long run again says nothing about this rollout.
const recentMs = 5 * 60_000;

/** Everything that is wrong, the gravest of each pod, those of pods first. Pure. */
export function findCauses(observation: RolloutObservation): readonly Cause[] {
  const pods = observation.newPods.flatMap(pod => podCause(pod, observation) ?? []);
  return [...pods, ...createCause(observation), ...evictions(observation)];
}

function podCause(pod: PodState, { at, events }: RolloutObservation): Cause | undefined {
  if (pod.isReady) return undefined;
  const said = events.filter(event => event.kind === 'Pod' && event.object === pod.name);
  return (
    waitingCause(pod, said) ?? restartCause(pod, at, said) ?? schedulingCause(pod, said) ?? readinessCause(pod, said)
  );
}

function waitingCause(pod: PodState, said: readonly ObjectEvent[]): Cause | undefined {
  const { reason = '', message = '' } = pod.waiting ?? {};
  const summary = `${pod.name}: ${reason}${message ? `: ${message}` : ''}`;
  switch (reason) {
    case 'InvalidImageName':
      return { code: 'image-invalid', class: fatal, pod, summary };
    case 'ErrImageNeverPull':
      return { code: 'image-pull-failed', class: fatal, pod, summary };
    case 'ErrImagePull':
    case 'ImagePullBackOff':
      return { code: 'image-pull-failed', class: pullClass(message), pod, summary: `${pod.name}: ${reason}` };
    case 'CreateContainerConfigError':
    case 'CreateContainerError':
      return { code: 'config-error', class: times.config, pod, summary };
    case 'RunContainerError':
      return { code: 'start-failed', class: fatal, pod, summary };
    case 'CrashLoopBackOff':
      return crash(pod, reason, said);
  }
  const mount = said.findLast(event => event.reason === 'FailedMount' && pod.phase === 'Pending');
  if (!mount || !/not found|references non-existent/.test(mount.message)) return undefined;
  return { code: 'config-error', class: times.volume, pod, summary: `${pod.name}: ${mount.message}` };
}

function pullClass(message: string): CauseClass {
  const isUnanswered = !isBare(message) && pullCode(message) === 'image-pull-failed';
  return isUnanswered ? times.pullUnanswered : times.pullAnswered;
}

// One restart is forgiven: a node may be slow, or a dependency late.
function restartCause(pod: PodState, now: number, said: readonly ObjectEvent[]): Cause | undefined {
  const isRecent = pod.lastExit !== undefined && now - pod.lastExit.at < recentMs;
  return pod.restarts >= 2 && isRecent ? crash(pod, `${pod.restarts} restarts`, said) : undefined;
}

function crash(pod: PodState, what: string, said: readonly ObjectEvent[]): Cause {
  const exit = pod.lastExit
    ? `, exit code ${pod.lastExit.code}${pod.lastExit.reason ? ` (${pod.lastExit.reason})` : ''}`
    : '';
  const summary = `${pod.name}: ${what}${exit}`;
  if (pod.lastExit?.reason === 'OOMKilled') return { code: 'oom-killed', class: fatal, pod, summary };
  // The kubelet ends what fails its startup or liveness probe; the exit code then says nothing.
  const probe = said.findLast(
    event => event.reason === 'Killing' && /failed (startup|liveness) probe/.test(event.message),
  );
  if (!probe) return { code: 'crash-loop', class: fatal, pod, summary };
  const failure = said.findLast(event => event.reason === 'Unhealthy')?.message ?? probe.message;
  return { code: 'probe-failed', class: fatal, pod, summary: `${summary}; ${failure}` };
}

function schedulingCause(pod: PodState, said: readonly ObjectEvent[]): Cause | undefined {
  if (!pod.unschedulable) return undefined;
  const { message, since } = pod.unschedulable;
  const refusal = said.findLast(event => event.reason === 'NotTriggerScaleUp');
  const summary = `${pod.name}: ${message}${refusal ? `; ${refusal.message}` : ''}`;
  return { code: 'unschedulable', class: refusal ? fatal : times.unschedulable, pod, summary, since };
}

function readinessCause(pod: PodState, said: readonly ObjectEvent[]): Cause | undefined {
  if (pod.runningSince === undefined) return undefined;
  const failure = said.findLast(event => event.reason === 'Unhealthy')?.message ?? 'it runs and is not ready';
  return { code: 'probe-failed', class: times.readiness, pod, summary: `${pod.name}: ${failure}` };
}

// Where a pod could be made, a quota only throttles: the rollout goes on as old pods go.
function createCause({ createFailure, newPods, terminating }: RolloutObservation): Cause[] {
  if (createFailure === undefined || newPods.length > 0) return [];
  const isPassing = terminating > 0 || /failed calling webhook|serviceaccount .* not found/i.test(createFailure);
  const common = { class: isPassing ? times.refusedForNow : times.refused, pod: undefined };
  return [{ ...common, code: createCode(createFailure), summary: `No pod can be made: ${createFailure}` }];
}

function createCode(message: string): ErrorCode {
  if (/exceeded quota|failed quota|must specify (limits|requests)/i.test(message)) return 'quota-exceeded';
  return /denied|violates PodSecurity|webhook|forbidden/i.test(message) ? 'admission-denied' : 'pod-refused';
}

// One node drained or short of disk is no fault of the release; pod after pod is.
function evictions({ endedPods, deployment }: RolloutObservation): Cause[] {
  const allowed = Math.max(5, 2 * (deployment?.desired ?? 0));
  if (endedPods.length <= allowed) return [];
  const summary = `${endedPods.length} new pods have ended for good; the last: ${endedPods.at(-1)}`;
  return [{ code: 'pods-evicted', class: fatal, pod: undefined, summary }];
}

/** What the Deployment's own deadline adds: the cause that is there has had its time, or there is none to name. */
export function deadlineCause(deployment: DeploymentState, causes: readonly Cause[]): Cause | undefined {
  const message = deployment.deadlineExceeded;
  // A new node may take longer than the deadline.
  if (message === undefined || causes.some(cause => cause.code === 'unschedulable')) return undefined;
  const [first] = causes;
  if (first) return { ...first, class: fatal };
  return { code: 'progress-deadline', class: fatal, pod: undefined, summary: message };
}
