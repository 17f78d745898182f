import { isDeepStrictEqual } from 'node:util';
import { parseImage } from '../image.ts';
import { at, isRecord, listAt, numberAt, textAt } from '../json.ts';
import { type Cluster, getJson } from '../kubectl.ts';
import { deploymentName } from '../manifest-names.ts';

/** A Deployment's rollout as the cluster shows it at one moment. */
export interface RolloutObservation {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly deployment: DeploymentState | undefined;
  /** Pods of the ReplicaSet whose template equals the Deployment's. */
  readonly newPods: readonly PodState[];
  /** How many pods of other ReplicaSets are Ready: what still serves while a rollout fails. */
  readonly oldReady: number;
}

export interface DeploymentState {
  readonly isObserved: boolean;
  readonly desired: number;
  readonly total: number;
  readonly updated: number;
  readonly available: number;
  readonly digest: string | undefined;
}

export interface PodState {
  readonly name: string;
  readonly phase: string;
  readonly isReady: boolean;
  readonly digest: string | undefined;
  readonly restarts: number;
  /** Why the container does not run, in the kubelet's words. */
  readonly waiting: { readonly reason: string; readonly message: string } | undefined;
  readonly lastExit: Exit | undefined;
}

export interface Exit {
  readonly code: number;
  readonly reason: string;
  /** Milliseconds since 1970; 0 where the kubelet does not say. */
  readonly at: number;
}

/** Reads the service's Deployment, ReplicaSets and pods of a namespace, in one request. */
export async function observeRollout(cluster: Cluster, namespace: string): Promise<RolloutObservation> {
  const kinds = 'deployments.apps,replicasets.apps,pods';
  return readRollout(await getJson(cluster, [kinds, '--namespace', namespace]), Date.now());
}

/** A rollout from a list of Deployments, ReplicaSets and Pods. */
export function readRollout(list: unknown, now: number): RolloutObservation {
  const items = listAt(list, 'items');
  const ofKind = (kind: string) => items.filter(item => textAt(item, 'kind') === kind);
  const deployment = ofKind('Deployment').find(item => textAt(item, 'metadata', 'name') === deploymentName);
  const sets = ofKind('ReplicaSet').filter(set => isOwnedBy(set, deployment));
  const fresh = sets.find(set => isDeepStrictEqual(template(set), template(deployment)));
  // A pod that is being deleted neither serves nor proves anything.
  const pods = ofKind('Pod').filter(pod => at(pod, 'metadata', 'deletionTimestamp') === undefined);
  const others = sets.filter(set => set !== fresh);
  return {
    at: now,
    deployment: deployment === undefined ? undefined : readDeployment(deployment),
    newPods: pods.filter(pod => isOwnedBy(pod, fresh)).map(readPod),
    oldReady: pods.filter(pod => others.some(set => isOwnedBy(pod, set)) && isReady(pod)).length,
  };
}

function readDeployment(deployment: unknown): DeploymentState {
  const status = (name: string) => numberAt(deployment, 'status', name);
  return {
    isObserved: status('observedGeneration') >= numberAt(deployment, 'metadata', 'generation'),
    desired: numberAt(deployment, 'spec', 'replicas'),
    total: status('replicas'),
    updated: status('updatedReplicas'),
    available: status('availableReplicas'),
    digest: digestOf(at(deployment, 'spec', 'template', 'spec')),
  };
}

function readPod(pod: unknown): PodState {
  const container = own(listAt(pod, 'status', 'containerStatuses'));
  const waiting = at(container, 'state', 'waiting');
  return {
    name: textAt(pod, 'metadata', 'name'),
    phase: textAt(pod, 'status', 'phase'),
    isReady: isReady(pod),
    digest: digestOf(at(pod, 'spec')),
    restarts: numberAt(container, 'restartCount'),
    waiting: isRecord(waiting) ? { reason: textAt(waiting, 'reason'), message: textAt(waiting, 'message') } : undefined,
    lastExit: readExit(at(container, 'state', 'terminated') ?? at(container, 'lastState', 'terminated')),
  };
}

function readExit(terminated: unknown): Exit | undefined {
  if (!isRecord(terminated)) return undefined;
  const time = Date.parse(textAt(terminated, 'finishedAt'));
  return { code: numberAt(terminated, 'exitCode'), reason: textAt(terminated, 'reason'), at: time || 0 };
}

// The controller adds this label to the template that it copies.
function template(owner: unknown): unknown {
  const copy: unknown = structuredClone(at(owner, 'spec', 'template'));
  const labels = at(copy, 'metadata', 'labels');
  if (isRecord(labels)) delete labels['pod-template-hash'];
  return copy;
}

function isOwnedBy(object: unknown, owner: unknown): boolean {
  const uid = textAt(owner, 'metadata', 'uid');
  return listAt(object, 'metadata', 'ownerReferences').some(reference => textAt(reference, 'uid') === uid);
}

function isReady(pod: unknown): boolean {
  const conditions = listAt(pod, 'status', 'conditions');
  return conditions.some(condition => textAt(condition, 'type') === 'Ready' && textAt(condition, 'status') === 'True');
}

function digestOf(podSpec: unknown): string | undefined {
  return parseImage(textAt(own(listAt(podSpec, 'containers')), 'image')).digest;
}

// Sidecars that a mesh injects are none of ours.
function own(containers: readonly unknown[]): unknown {
  return containers.find(container => textAt(container, 'name') === deploymentName) ?? containers[0];
}
