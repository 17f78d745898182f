import { parseDocument } from 'yaml';
import { ActionError } from '../errors.ts';
import { at, listAt, textAt } from '../json.ts';
import { type Cluster, getJson } from '../kubectl.ts';
import type { SyncFault, SyncObservation, SyncTarget } from './engine.ts';

/** Reads an environment's Application from its file's text. Throws `application-invalid`. */
export function parseApplication(text: string): SyncTarget {
  const document = parseDocument(text);
  const value: unknown = document.errors.length === 0 ? document.toJS() : undefined;
  const target = {
    name: textAt(value, 'metadata', 'name'),
    namespace: textAt(value, 'metadata', 'namespace'),
    destinationNamespace: textAt(value, 'spec', 'destination', 'namespace'),
    path: textAt(value, 'spec', 'source', 'path'),
  };
  const missing = Object.entries(target)
    .filter(([, word]) => word === '')
    .map(([name]) => name);
  if (textAt(value, 'kind') !== 'Application') missing.unshift('kind Application');
  if (missing.length === 0) return target;
  throw new ActionError('application-invalid', `The Application's file lacks: ${missing.join(', ')}.`);
}

/** Asks the cluster how far Argo CD is. */
export async function observeApplication(cluster: Cluster, target: SyncTarget): Promise<SyncObservation> {
  const kind = 'applications.argoproj.io';
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
  return { revision, isApplied, seen: describe(sync, revision, operation, fault), fault };
}

function noApplication({ name, namespace }: SyncTarget): SyncObservation {
  const message = `The cluster has no Application ${name} in namespace ${namespace}: apply kustomize/clusters/<environment>/argocd once.`;
  const fault = { code: 'application-invalid', message, revision: undefined, since: undefined } as const;
  return { revision: undefined, isApplied: false, seen: `no Application ${name}`, fault };
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

function findFault(application: unknown, operation: Operation): SyncFault | undefined {
  if (operation.phase === 'Failed' || operation.phase === 'Error') {
    const revision = operation.revision || undefined;
    return { code: 'sync-failed', message: operation.message, revision, since: parseTime(operation.finishedAt) };
  }
  const condition = listAt(application, 'status', 'conditions').find(one => /Error$/.test(textAt(one, 'type')));
  if (condition === undefined) return undefined;
  const message = textAt(condition, 'message');
  return {
    code: textAt(condition, 'type') === 'ComparisonError' ? 'manifest-error' : 'sync-failed',
    message,
    // "Failed last sync attempt to <revision>: …"
    revision: /sync attempt to \[?([0-9a-f]{40})/.exec(message)?.[1],
    since: parseTime(textAt(condition, 'lastTransitionTime')),
  };
}

function describe(sync: string, revision: string | undefined, operation: Operation, fault?: SyncFault): string {
  const where = revision ? ` at ${revision.slice(0, 12)}` : '';
  const running = operation.phase === 'Running' ? `, syncing${operation.message ? `: ${operation.message}` : ''}` : '';
  return `${sync}${where}${running}${fault ? `, ${fault.code}: ${firstLine(fault.message)}` : ''}`;
}

function parseTime(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 200);
}
