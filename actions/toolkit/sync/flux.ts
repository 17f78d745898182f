import { ActionError } from '../errors.ts';
import { at, listAt, textAt } from '../json.ts';
import { type Cluster, getJson } from '../kubectl.ts';
import { parseDuration } from '../poll.ts';
import {
  downFault,
  type Engine,
  firstLine,
  pausedFault,
  type SyncFault,
  type SyncObservation,
  type SyncTarget,
} from './engine.ts';

const kustomizationKind = 'kustomizations.kustomize.toolkit.fluxcd.io';
const sourceKind = 'gitrepositories.source.toolkit.fluxcd.io';

export const flux: Engine = { findTarget: findKustomization, observe: observeKustomization };

/** Finds an environment's Kustomization, and its source, among its manifests. Throws `engine-objects-invalid`. */
export function findKustomization(environment: string, manifests: readonly unknown[]): SyncTarget {
  const isOurs = (manifest: unknown) =>
    textAt(manifest, 'kind') === 'Kustomization' &&
    textAt(manifest, 'apiVersion').startsWith('kustomize.toolkit.fluxcd.io/') &&
    textAt(manifest, 'spec', 'sourceRef', 'kind') === 'GitRepository';
  const found = manifests.find(isOurs);
  const name = textAt(found, 'metadata', 'name');
  const namespace = textAt(found, 'metadata', 'namespace');
  const source = {
    name: textAt(found, 'spec', 'sourceRef', 'name'),
    namespace: textAt(found, 'spec', 'sourceRef', 'namespace') || namespace,
  };
  const path = textAt(found, 'spec', 'path').replace(/^\.\//, '');
  if (name && namespace && source.name && path) {
    const destinationNamespace = textAt(found, 'spec', 'targetNamespace');
    return { kind: kustomizationKind, name, namespace, source, path, destinationNamespace };
  }
  const folder = `kustomize/clusters/${environment}/flux`;
  const message = `${folder} holds no Flux Kustomization with name, namespace, path and a GitRepository as its source.`;
  throw new ActionError('engine-objects-invalid', message);
}

/** Asks the cluster how far Flux is: its source first, so that a commit is never applied before it was seen. */
export async function observeKustomization(cluster: Cluster, target: SyncTarget): Promise<SyncObservation> {
  const { name, namespace, source = { name, namespace } } = target;
  const repository = await getJson(cluster, [sourceKind, source.name, '--namespace', source.namespace]);
  const kustomization = await getJson(cluster, [kustomizationKind, name, '--namespace', namespace]);
  if (repository === undefined) return missing('GitRepository', source);
  return kustomization === undefined ? missing('Kustomization', target) : readFlux(repository, kustomization);
}

/** What a GitRepository and its Kustomization say. */
export function readFlux(repository: unknown, kustomization: unknown): SyncObservation {
  const revision = commitOf(textAt(repository, 'status', 'artifact', 'revision'));
  const isApplied = revision !== undefined && appliedCommit(kustomization) === revision;
  const silent = silence(repository) ?? silence(kustomization) ?? unattended(revision, kustomization);
  const fault = sourceFault(repository) ?? kustomizationFault(kustomization) ?? silent;
  const seen = describe(revision, isApplied, kustomization, fault);
  return { revision, isApplied, seen, fault, looksEveryMs: parseDuration(textAt(repository, 'spec', 'interval')) };
}

function missing(kind: string, { name, namespace }: { name: string; namespace: string }): SyncObservation {
  const message = `The cluster has no ${kind} ${name} in namespace ${namespace}: apply kustomize/clusters/<environment>/flux once.`;
  const fault = { code: 'engine-objects-invalid', message, revision: undefined, since: undefined } as const;
  return { revision: undefined, isApplied: false, seen: `no ${kind} ${name}`, fault, looksEveryMs: undefined };
}

// "main@sha1:<commit>", and "main/<commit>" before Flux 2.
function commitOf(revision: string): string | undefined {
  return /(?:^|[:/])([0-9a-f]{40}|[0-9a-f]{64})$/.exec(revision)?.[1];
}

// With `wait`, which we leave off, the applied revision appears only after health; what failed health was applied.
function appliedCommit(kustomization: unknown): string | undefined {
  const isHealth = textAt(readyCondition(kustomization), 'reason') === 'HealthCheckFailed';
  const field = isHealth ? 'lastAttemptedRevision' : 'lastAppliedRevision';
  return commitOf(textAt(kustomization, 'status', field));
}

function sourceFault(repository: unknown): SyncFault | undefined {
  const name = textAt(repository, 'metadata', 'name');
  if (at(repository, 'spec', 'suspend') === true)
    return pausedFault(`GitRepository ${name} is suspended: flux resume source git ${name}`);
  const ready = readyCondition(repository);
  if (textAt(ready, 'status') !== 'False') return undefined;
  const message = `GitRepository ${name}: ${textAt(ready, 'reason')}: ${textAt(ready, 'message')}`;
  return { code: 'source-failed', message, revision: undefined, since: undefined };
}

function kustomizationFault(kustomization: unknown): SyncFault | undefined {
  const name = textAt(kustomization, 'metadata', 'name');
  if (at(kustomization, 'spec', 'suspend') === true)
    return pausedFault(`Kustomization ${name} is suspended: flux resume kustomization ${name}`);
  const ready = readyCondition(kustomization);
  if (textAt(ready, 'status') !== 'False') return undefined;
  const reason = textAt(ready, 'reason');
  const message = `Kustomization ${name}: ${reason}: ${textAt(ready, 'message')}`;
  const revision = commitOf(textAt(kustomization, 'status', 'lastAttemptedRevision'));
  switch (reason) {
    // Health is judged by us; a dependency becomes ready by itself.
    case 'HealthCheckFailed':
    case 'DependencyNotReady':
      return undefined;
    // The source-controller restarts, or its storage is away for a moment.
    case 'ArtifactFailed':
      if (/path not found/.test(message))
        return { code: 'manifest-error', message, revision: fetchedCommit(kustomization), since: undefined };
      return { code: 'source-failed', message, revision: undefined, since: undefined };
    case 'SourceNotFound':
      return { code: 'source-failed', message, revision: undefined, since: undefined };
    case 'BuildFailed':
      return { code: 'manifest-error', message, revision, since: undefined };
    default:
      return { code: 'sync-failed', message, revision, since: undefined };
  }
}

// Before it has built, the commit that it is at stands in no field of its own.
function fetchedCommit(kustomization: unknown): string | undefined {
  const message = textAt(condition(kustomization, 'Reconciling'), 'message');
  return commitOf(/ for revision (\S+)/.exec(message)?.[1] ?? '');
}

// Both controllers record which request they have handled, and which generation they have read.
function silence(object: unknown): SyncFault | undefined {
  const asked = textAt(object, 'metadata', 'annotations', 'reconcile.fluxcd.io/requestedAt');
  const isAsked = asked !== '' && asked !== textAt(object, 'status', 'lastHandledReconcileAt');
  const generation = at(object, 'metadata', 'generation');
  const isChanged = generation !== undefined && generation !== at(object, 'status', 'observedGeneration');
  // While it works on a change, the condition says so: slow is not silent.
  const isBusy = condition(object, 'Reconciling') !== undefined;
  if (isBusy || !(isAsked || isChanged)) return undefined;
  const what = `${textAt(object, 'kind')} ${textAt(object, 'metadata', 'name')}`;
  return downFault(`Flux was asked to reconcile ${what} and has not looked since.`);
}

// The kustomize-controller watches the source, and begins with what that has fetched at once.
function unattended(fetched: string | undefined, kustomization: unknown): SyncFault | undefined {
  const isIdle = textAt(readyCondition(kustomization), 'status') === 'True' && !condition(kustomization, 'Reconciling');
  const attempted = commitOf(textAt(kustomization, 'status', 'lastAttemptedRevision'));
  if (!isIdle || fetched === undefined || attempted === fetched) return undefined;
  const name = textAt(kustomization, 'metadata', 'name');
  return downFault(`Kustomization ${name} has not begun with ${fetched.slice(0, 12)}, which its source has fetched.`);
}

function describe(revision: string | undefined, isApplied: boolean, kustomization: unknown, fault?: SyncFault): string {
  const source = revision ? `source at ${revision.slice(0, 12)}` : 'no source yet';
  if (fault) return `${source}, ${fault.code}: ${firstLine(fault.message)}`;
  if (isApplied) return `${source}, applied`;
  const ready = readyCondition(kustomization);
  const said = [textAt(ready, 'reason'), firstLine(textAt(ready, 'message'))].filter(word => word !== '').join(': ');
  return `${source}, not applied yet${said ? ` (${said})` : ''}`;
}

function readyCondition(object: unknown): unknown {
  return condition(object, 'Ready');
}

function condition(object: unknown, type: string): unknown {
  return listAt(object, 'status', 'conditions').find(one => textAt(one, 'type') === type);
}
