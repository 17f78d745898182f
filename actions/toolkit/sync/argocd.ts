import { ActionError } from '../errors.ts';
import { at, listAt, textAt } from '../json.ts';
import { type Cluster, getJson } from '../kubectl.ts';
import { parseManifests } from '../kustomize.ts';
import {
  downFault,
  type Engine,
  firstLine,
  parseTime,
  pausedFault,
  type SyncFault,
  type SyncObservation,
  type SyncTarget,
} from './engine.ts';

const kind = 'applications.argoproj.io';

// As Argo CD ships it: argocd-cm's `timeout.reconciliation` with its jitter, 3 min, and a look of its own may take what the
// repo-server has seen within the 3 min before (`--revision-cache-expiration`).
const looksEveryMs = 6 * 60_000;

export const argocd: Engine = { findTarget: findApplication, observe: observeApplication };

/** Reads an environment's Application from its file's text. Throws `engine-objects-invalid`. */
export function parseApplication(text: string): SyncTarget {
  return findApplication('<environment>', parseManifests(text));
}

/** Finds an environment's Application among its manifests. Throws `engine-objects-invalid`. */
export function findApplication(environment: string, manifests: readonly unknown[]): SyncTarget {
  const application = manifests.find(manifest => textAt(manifest, 'kind') === 'Application');
  const target = {
    name: textAt(application, 'metadata', 'name'),
    namespace: textAt(application, 'metadata', 'namespace'),
    destinationNamespace: textAt(application, 'spec', 'destination', 'namespace'),
    path: textAt(application, 'spec', 'source', 'path'),
  };
  const missing = Object.entries(target)
    .filter(([, word]) => word === '')
    .map(([name]) => name);
  if (missing.length === 0) return { kind, ...target };
  const folder = `kustomize/clusters/${environment}/argocd`;
  const what = application === undefined ? 'no Application' : `an Application without ${missing.join(', ')}`;
  throw new ActionError('engine-objects-invalid', `${folder} holds ${what}.`);
}

/** Asks the cluster how far Argo CD is. */
export async function observeApplication(cluster: Cluster, target: SyncTarget): Promise<SyncObservation> {
  const application = await getJson(cluster, [kind, target.name, '--namespace', target.namespace]);
  return application === undefined ? noApplication(target) : readApplication(application);
}

/** What an Application's status says. */
export function readApplication(application: unknown): SyncObservation {
  const revision = textAt(application, 'status', 'sync', 'revision') || undefined;
  const sync = textAt(application, 'status', 'sync', 'status') || 'Unknown';
  const operation = readOperation(application);
  // Nothing to change between two commits means no operation: Synced at the revision is enough. A field that something
  // else keeps changing leaves it OutOfSync for ever: then the finished operation tells.
  const isApplied =
    revision !== undefined &&
    (sync === 'Synced' || (operation.phase === 'Succeeded' && operation.revision === revision));
  const fault = findFault(application, operation);
  return { revision, isApplied, seen: describe(sync, revision, operation, fault), fault, looksEveryMs };
}

function noApplication({ name, namespace }: SyncTarget): SyncObservation {
  const message = `The cluster has no Application ${name} in namespace ${namespace}: apply kustomize/clusters/<environment>/argocd once.`;
  const fault = { code: 'engine-objects-invalid', message, revision: undefined, since: undefined } as const;
  return { revision: undefined, isApplied: false, seen: `no Application ${name}`, fault, looksEveryMs: undefined };
}

interface Operation {
  readonly phase: string;
  readonly revision: string;
  readonly message: string;
  readonly finishedAt: string;
}

function readOperation(application: unknown): Operation {
  const state = at(application, 'status', 'operationState');
  return {
    phase: textAt(state, 'phase'),
    revision: textAt(state, 'syncResult', 'revision') || textAt(state, 'operation', 'sync', 'revision'),
    message: textAt(state, 'message'),
    finishedAt: textAt(state, 'finishedAt'),
  };
}

// A failed operation or a condition is told first: it names its commit. What keeps the engine from acting comes after it.
function findFault(application: unknown, operation: Operation): SyncFault | undefined {
  if (operation.phase === 'Failed' || operation.phase === 'Error') {
    const revision = operation.revision || undefined;
    return { code: 'sync-failed', message: operation.message, revision, since: parseTime(operation.finishedAt) };
  }
  if (isRefusedForGood(operation))
    return {
      code: 'sync-failed',
      message: operation.message,
      revision: operation.revision || undefined,
      since: undefined,
    };
  return conditionFault(application) ?? pauseOf(application, operation) ?? silenceOf(application);
}

// It tries again for half a minute what the API server finds invalid, an immutable field say; the same object stays so. What has to
// be allocated may be free the next time.
function isRefusedForGood({ phase, message }: Operation): boolean {
  const isRetried = phase === 'Running' && /Retrying attempt/.test(message);
  return isRetried && /" is invalid: /.test(message) && !/already allocated|failed to allocate/.test(message);
}

function conditionFault(application: unknown): SyncFault | undefined {
  const condition = listAt(application, 'status', 'conditions').find(one => /Error$/.test(textAt(one, 'type')));
  if (condition === undefined) return undefined;
  const message = textAt(condition, 'message');
  return {
    code: textAt(condition, 'type') === 'ComparisonError' ? 'manifest-error' : 'sync-failed',
    message,
    // "Failed last sync attempt to <revision>: …"
    revision: /sync attempt to \[?([0-9a-f]{40})/.exec(message)?.[1],
    since: latest(textAt(condition, 'lastTransitionTime'), textAt(application, 'status', 'reconciledAt')),
    ...(isFinal(message) ? { graceMs: finalGraceMs } : {}),
  };
}

// What is said again in the same words keeps its first time; the last comparison has confirmed it.
function latest(...times: readonly string[]): number | undefined {
  const known = times.flatMap(time => parseTime(time) ?? []);
  return known.length > 0 ? Math.max(...known) : undefined;
}

// What the overlay itself is at fault for comes again at every try; anything else may be the repo-server's own trouble.
const finalGraceMs = 8_000;

function isFinal(message: string): boolean {
  return /app path does not exist|kustomize build .*failed/.test(message) && !/timeout|killed/i.test(message);
}

function pauseOf(application: unknown, operation: Operation): SyncFault | undefined {
  const name = textAt(application, 'metadata', 'name');
  if (textAt(application, 'metadata', 'annotations', 'argocd.argoproj.io/skip-reconcile') === 'true')
    return pausedFault(`Application ${name} is annotated argocd.argoproj.io/skip-reconcile: Argo CD leaves it alone.`);
  // A person may sync by hand what nothing syncs by itself.
  const isSyncing = operation.phase === 'Running' || at(application, 'operation') !== undefined;
  const automated = at(application, 'spec', 'syncPolicy', 'automated');
  const isSpecKnown = at(application, 'spec') !== undefined;
  const isOn = automated !== undefined && automated !== null && at(automated, 'enabled') !== false;
  if (isOn || isSyncing || !isSpecKnown) return undefined;
  return pausedFault(`Application ${name} has automated sync turned off.`);
}

// The controller removes the annotation when it looks; webhooks and people set it.
function silenceOf(application: unknown): SyncFault | undefined {
  if (textAt(application, 'metadata', 'annotations', 'argocd.argoproj.io/refresh') === '') return undefined;
  return downFault('Argo CD was asked to refresh the Application and has not looked since.');
}

function describe(sync: string, revision: string | undefined, operation: Operation, fault?: SyncFault): string {
  const where = revision ? ` at ${revision.slice(0, 12)}` : '';
  const running = operation.phase === 'Running' ? `, syncing${operation.message ? `: ${operation.message}` : ''}` : '';
  return `${sync}${where}${running}${fault ? `, ${fault.code}: ${firstLine(fault.message)}` : ''}`;
}
