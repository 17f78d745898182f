import { parseImage } from '../image.ts';
import { at, isRecord, listAt, numberAt, textAt } from '../json.ts';
import { deploymentName } from '../manifest-names.ts';

export interface PodState {
  readonly name: string;
  readonly phase: string;
  readonly isReady: boolean;
  readonly digest: string | undefined;
  readonly restarts: number;
  /** Since when its container runs, in milliseconds since 1970; undefined while it does not. */
  readonly runningSince: number | undefined;
  /** Why the container does not run, in the kubelet's words. */
  readonly waiting: { readonly reason: string; readonly message: string } | undefined;
  readonly lastExit: Exit | undefined;
  /** Why no node takes it. */
  readonly unschedulable: { readonly message: string; readonly since: number | undefined } | undefined;
}

export interface Exit {
  readonly code: number;
  readonly reason: string;
  /** Milliseconds since 1970; 0 where the kubelet does not say. */
  readonly at: number;
}

/** What a pod says of the service's container in it. */
export function readPod(pod: unknown): PodState {
  const container = own(listAt(pod, 'status', 'containerStatuses'));
  return {
    name: textAt(pod, 'metadata', 'name'),
    phase: textAt(pod, 'status', 'phase'),
    isReady: isReady(pod),
    digest: digestOf(at(pod, 'spec')),
    restarts: numberAt(container, 'restartCount'),
    runningSince: Date.parse(textAt(container, 'state', 'running', 'startedAt')) || undefined,
    waiting: readWaiting(pod, container),
    lastExit: readExit(at(container, 'state', 'terminated') ?? at(container, 'lastState', 'terminated')),
    unschedulable: readUnschedulable(pod),
  };
}

/** Whether the kubelet calls a pod Ready. */
export function isReady(pod: unknown): boolean {
  return textAt(condition(pod, 'Ready'), 'status') === 'True';
}

/** The digest that a pod's spec, or a template's, pins for the service. */
export function digestOf(podSpec: unknown): string | undefined {
  return parseImage(textAt(own(listAt(podSpec, 'containers')), 'image')).digest;
}

// While init containers are at work, what holds them up is what holds up the pod.
function readWaiting(pod: unknown, container: unknown): PodState['waiting'] {
  const waitingOf = (one: unknown) => at(one, 'state', 'waiting');
  const inits = listAt(pod, 'status', 'initContainerStatuses').map(waitingOf);
  const held = inits.find(one => isRecord(one) && textAt(one, 'reason') !== 'PodInitializing');
  const waiting = held ?? waitingOf(container);
  return isRecord(waiting) ? { reason: textAt(waiting, 'reason'), message: textAt(waiting, 'message') } : undefined;
}

function readExit(terminated: unknown): Exit | undefined {
  if (!isRecord(terminated)) return undefined;
  const time = Date.parse(textAt(terminated, 'finishedAt'));
  return { code: numberAt(terminated, 'exitCode'), reason: textAt(terminated, 'reason'), at: time || 0 };
}

function readUnschedulable(pod: unknown): PodState['unschedulable'] {
  const scheduled = condition(pod, 'PodScheduled');
  if (textAt(scheduled, 'reason') !== 'Unschedulable' || textAt(scheduled, 'status') !== 'False') return undefined;
  const since = Date.parse(textAt(scheduled, 'lastTransitionTime')) || undefined;
  return { message: textAt(scheduled, 'message'), since };
}

function condition(pod: unknown, type: string): unknown {
  return listAt(pod, 'status', 'conditions').find(one => textAt(one, 'type') === type);
}

// Sidecars that a mesh injects are none of ours.
function own(containers: readonly unknown[]): unknown {
  return containers.find(container => textAt(container, 'name') === deploymentName) ?? containers[0];
}
