import { shortDigest } from '../image.ts';
import type { Cause } from './cause.ts';
import { deadlineCause, findCauses } from './causes.ts';
import type { DeploymentState, PodState, RolloutObservation } from './observe.ts';

export type Judgement =
  | {
      readonly kind: 'progressing';
      readonly gate: 'workload' | 'pods';
      readonly seen: string;
      readonly causes: readonly Cause[];
    }
  | { readonly kind: 'done'; readonly seen: string }
  | { readonly kind: 'failed'; readonly cause: Cause; readonly causes: readonly Cause[]; readonly seen: string };

/** Since when each cause has been seen without a break, in milliseconds since 1970, by `causeKey`. */
export type Sightings = ReadonlyMap<string, number>;

/** Judges one look at a rollout against the digest that it should reach. Pure: the caller keeps the sightings. */
export function judge(observation: RolloutObservation, wanted: string, sightings: Sightings): Judgement {
  const { deployment, newPods } = observation;
  const obstacle = workloadObstacle(deployment, wanted);
  if (obstacle || !deployment) {
    return { kind: 'progressing', gate: 'workload', seen: obstacle ?? '', causes: [] };
  }
  const causes = findCauses(observation);
  const seen = describePods(deployment, observation, causes);
  const cause = causes.find(one => isSpent(one, observation.at, sightings)) ?? deadlineCause(deployment, causes);
  if (cause) return { kind: 'failed', cause, causes, seen };
  if (isComplete(deployment, newPods, wanted)) return { kind: 'done', seen };
  return { kind: 'progressing', gate: 'pods', seen, causes };
}

/** What two sightings of one cause have in common. */
export function causeKey({ code, pod, subject }: Cause): string {
  return `${code} ${pod?.name ?? subject ?? ''}`;
}

/** The sightings after one more look: what is not seen again is forgotten. */
export function keepSightings(sightings: Sightings, causes: readonly Cause[], now: number): Sightings {
  return new Map(causes.map(cause => [causeKey(cause), sightings.get(causeKey(cause)) ?? now]));
}

function workloadObstacle(deployment: DeploymentState | undefined, wanted: string): string | undefined {
  if (!deployment) return 'no Deployment yet';
  if (!deployment.isObserved) return 'the Deployment has changed; its controller has not looked yet';
  if (deployment.digest === wanted) return undefined;
  return `the Deployment has ${deployment.digest ? shortDigest(deployment.digest) : 'no digest'}, wanted ${shortDigest(wanted)}`;
}

// However the HPA moves `desired` meanwhile: all of them, whatever their number.
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
  { newPods, oldReady, createFailure, endedPods }: RolloutObservation,
  causes: readonly Cause[],
): string {
  const ready = newPods.filter(pod => pod.isReady).length;
  const reasons = newPods.flatMap(pod => pod.waiting?.reason || []).filter(reason => reason !== 'ContainerCreating');
  const more = [
    ...new Set(reasons),
    ...new Set(
      causes.filter(cause => cause.class.kind === 'grace' || cause.pod?.unschedulable).map(cause => cause.code),
    ),
    ...(createFailure === undefined ? [] : [`a pod was refused: ${createFailure.slice(0, 200)}`]),
    ...(endedPods.length > 0 ? [`${endedPods.length} evicted`] : []),
  ];
  const old = total > updated || oldReady > 0 ? `, ${oldReady} old still ready` : '';
  return `${ready}/${desired} new pods ready${old}${more.length > 0 ? ` (${more.join(', ')})` : ''}`;
}

/** Returns whether a cause ends the verification now: it is fatal, or its time has passed. */
export function isSpent(cause: Cause, now: number, sightings: Sightings): boolean {
  if (cause.class.kind === 'fatal') return true;
  const since = Math.min(cause.since ?? now, sightings.get(causeKey(cause)) ?? now);
  return now - since >= cause.class.ms;
}
