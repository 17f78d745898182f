import { shortDigest } from '../image.ts';
import type { DeploymentState, PodState, RolloutObservation } from './observe.ts';
import { isBare, pullCode } from './pull-message.ts';

/** `fatal` ends a rollout at once; `budgeted` after so many sightings, since it may heal. */
export type CauseClass = { readonly kind: 'fatal' } | { readonly kind: 'budgeted'; readonly sightings: number };

/** What is wrong with a pod. */
export interface Cause {
  readonly kind: 'image-pull' | 'crash-loop';
  readonly class: CauseClass;
  readonly pod: PodState;
  /** One line for a person. */
  readonly summary: string;
}

export type Judgement =
  | {
      readonly kind: 'progressing';
      readonly gate: 'workload' | 'pods';
      readonly seen: string;
      readonly causes: readonly Cause[];
    }
  | { readonly kind: 'done'; readonly seen: string }
  | { readonly kind: 'failed'; readonly cause: Cause; readonly seen: string };

/** How often each cause was seen so far, by `causeKey`. */
export type Sightings = ReadonlyMap<string, number>;

/** Judges one look at a rollout against the digest that it should reach. Pure: the caller keeps the sightings. */
export function judge(observation: RolloutObservation, wanted: string, sightings: Sightings): Judgement {
  const { deployment, newPods } = observation;
  const obstacle = workloadObstacle(deployment, wanted);
  if (obstacle || !deployment) {
    return { kind: 'progressing', gate: 'workload', seen: obstacle ?? '', causes: [] };
  }
  const seen = describePods(deployment, newPods, observation.oldReady);
  const causes = newPods.flatMap(pod => findCause(pod, observation.at) ?? []);
  const cause = causes.find(one => isSpent(one, sightings));
  if (cause) return { kind: 'failed', cause, seen };
  if (isComplete(deployment, newPods, wanted)) return { kind: 'done', seen };
  return { kind: 'progressing', gate: 'pods', seen, causes };
}

/** What two sightings of one cause have in common. */
export function causeKey({ kind, pod }: Cause): string {
  return `${kind} ${pod.name}`;
}

/** The sightings after one more look. */
export function countSightings(sightings: Sightings, causes: readonly Cause[]): Sightings {
  return new Map(causes.map(cause => [causeKey(cause), (sightings.get(causeKey(cause)) ?? 0) + 1]));
}

function workloadObstacle(deployment: DeploymentState | undefined, wanted: string): string | undefined {
  if (!deployment) return 'no Deployment yet';
  if (!deployment.isObserved) return 'the Deployment has changed; its controller has not looked yet';
  if (deployment.digest === wanted) return undefined;
  return `the Deployment has ${deployment.digest ? shortDigest(deployment.digest) : 'no digest'}, wanted ${shortDigest(wanted)}`;
}

function isComplete(
  { desired, total, updated, available }: DeploymentState,
  pods: readonly PodState[],
  wanted: string,
) {
  const counts = desired > 0 && updated === desired && total === desired && available === desired;
  return counts && pods.length >= desired && pods.every(pod => pod.isReady && pod.digest === wanted);
}

function describePods(
  { desired, total, updated }: DeploymentState,
  pods: readonly PodState[],
  oldReady: number,
): string {
  const ready = pods.filter(pod => pod.isReady).length;
  const reasons = new Set(
    pods.flatMap(pod => pod.waiting?.reason || []).filter(reason => reason !== 'ContainerCreating'),
  );
  const old = total > updated || oldReady > 0 ? `, ${oldReady} old still ready` : '';
  return `${ready}/${desired} new pods ready${old}${reasons.size > 0 ? ` (${[...reasons].join(', ')})` : ''}`;
}

const fatal = { kind: 'fatal' } as const;

// In looks, two seconds apart. "Not found" and "unauthorized" are a registry's answer; the second look keeps a pod that was
// just replaced from counting. A network heals: the kubelet tries again after 10 s.
const answeredBudget = { kind: 'budgeted', sightings: 2 } as const;
const unansweredBudget = { kind: 'budgeted', sightings: 10 } as const;

// An old crash of a pod that has long run again says nothing about this rollout.
const recentMs = 5 * 60_000;

function findCause(pod: PodState, now: number): Cause | undefined {
  if (pod.isReady) return undefined;
  const reason = pod.waiting?.reason ?? '';
  switch (reason) {
    case 'InvalidImageName':
    case 'ErrImageNeverPull':
      return { kind: 'image-pull', class: fatal, pod, summary: `${pod.name}: ${reason}` };
    case 'ErrImagePull':
    case 'ImagePullBackOff':
      return { kind: 'image-pull', class: pullBudget(reason, pod), pod, summary: `${pod.name}: ${reason}` };
    case 'CrashLoopBackOff':
    case 'RunContainerError':
      return crash(pod, reason);
  }
  const isRecent = pod.lastExit !== undefined && now - pod.lastExit.at < recentMs;
  return pod.restarts >= 2 && isRecent ? crash(pod, `${pod.restarts} restarts`) : undefined;
}

function pullBudget(reason: string, pod: PodState): CauseClass {
  const message = pod.waiting?.message ?? '';
  const isUnanswered = !isBare(message) && pullCode(reason, message) === 'image-pull-failed';
  return isUnanswered ? unansweredBudget : answeredBudget;
}

function crash(pod: PodState, what: string): Cause {
  const exit = pod.lastExit
    ? `, exit code ${pod.lastExit.code}${pod.lastExit.reason ? ` (${pod.lastExit.reason})` : ''}`
    : '';
  return { kind: 'crash-loop', class: fatal, pod, summary: `${pod.name}: ${what}${exit}` };
}

function isSpent(cause: Cause, sightings: Sightings): boolean {
  if (cause.class.kind === 'fatal') return true;
  return (sightings.get(causeKey(cause)) ?? 0) + 1 >= cause.class.sightings;
}
