import { isDeepStrictEqual } from 'node:util';
import { at, isRecord, listAt, numberAt, textAt } from '../json.ts';
import { type Cluster, getJson } from '../kubectl.ts';
import { deploymentName } from '../manifest-names.ts';
import type { ObjectEvent } from './events.ts';
import { type NamespacePod, readNamespacePod } from './namespace-pod.ts';
import { digestOf, isReady, type PodState, readPod } from './pod-state.ts';

export type { Exit, PodState } from './pod-state.ts';

/** A Deployment's rollout as the cluster shows it at one moment. */
export interface RolloutObservation {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly deployment: DeploymentState | undefined;
  /** Live pods of the ReplicaSet whose template equals the Deployment's. */
  readonly newPods: readonly PodState[];
  /** Why pods of that ReplicaSet ended for good: evicted, or their node shut down. */
  readonly endedPods: readonly string[];
  /** Every pod of the namespace that has not ended. */
  readonly namespacePods: readonly NamespacePod[];
  /** How many pods of other ReplicaSets are Ready: what still serves while a rollout fails. */
  readonly oldReady: number;
  /** How many pods are being deleted; they still count against a quota. */
  readonly terminating: number;
  /** Why the ReplicaSet cannot make a pod. */
  readonly createFailure: string | undefined;
  /** What was said of the pods that are not ready; read only where there are some. */
  readonly events: readonly ObjectEvent[];
}

export interface DeploymentState {
  readonly isObserved: boolean;
  readonly desired: number;
  readonly total: number;
  readonly updated: number;
  readonly available: number;
  readonly digest: string | undefined;
  /** What the controller says where its progress deadline has passed. */
  readonly deadlineExceeded: string | undefined;
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
  const all = ofKind('Pod');
  const isOurs = (pod: unknown) => sets.some(set => isOwnedBy(pod, set));
  const roleOf = (pod: unknown) => (isOwnedBy(pod, fresh) ? 'new' : isOurs(pod) ? 'old' : 'foreign');
  const ours = all.filter(isOurs);
  // A pod that is being deleted neither serves nor proves anything, nor does one that has ended.
  const pods = ours.filter(pod => !isDeleted(pod) && !hasEnded(pod));
  return {
    at: now,
    deployment: deployment === undefined ? undefined : readDeployment(deployment),
    newPods: pods.filter(pod => isOwnedBy(pod, fresh)).map(readPod),
    endedPods: ours.filter(pod => isOwnedBy(pod, fresh) && hasEnded(pod)).map(endOf),
    namespacePods: all.filter(pod => !hasEnded(pod)).map(pod => readNamespacePod(pod, roleOf(pod))),
    oldReady: pods.filter(pod => !isOwnedBy(pod, fresh) && isReady(pod)).length,
    terminating: ours.filter(isDeleted).length,
    createFailure: conditionMessage(fresh, 'ReplicaFailure', 'True'),
    events: [],
  };
}

function readDeployment(deployment: unknown): DeploymentState {
  const status = (name: string) => numberAt(deployment, 'status', name);
  const progressing = listAt(deployment, 'status', 'conditions').find(one => textAt(one, 'type') === 'Progressing');
  const isExceeded = textAt(progressing, 'reason') === 'ProgressDeadlineExceeded';
  return {
    isObserved: status('observedGeneration') >= numberAt(deployment, 'metadata', 'generation'),
    desired: numberAt(deployment, 'spec', 'replicas'),
    total: status('replicas'),
    updated: status('updatedReplicas'),
    available: status('availableReplicas'),
    digest: digestOf(at(deployment, 'spec', 'template', 'spec')),
    deadlineExceeded: isExceeded ? textAt(progressing, 'message') : undefined,
  };
}

function conditionMessage(object: unknown, type: string, status: string): string | undefined {
  const found = listAt(object, 'status', 'conditions').find(one => textAt(one, 'type') === type);
  return textAt(found, 'status') === status ? textAt(found, 'message') : undefined;
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

function isDeleted(pod: unknown): boolean {
  return at(pod, 'metadata', 'deletionTimestamp') !== undefined;
}

function hasEnded(pod: unknown): boolean {
  return ['Failed', 'Succeeded'].includes(textAt(pod, 'status', 'phase'));
}

function endOf(pod: unknown): string {
  const why = textAt(pod, 'status', 'reason') || textAt(pod, 'status', 'phase');
  return `${textAt(pod, 'metadata', 'name')}: ${why}: ${textAt(pod, 'status', 'message')}`;
}
