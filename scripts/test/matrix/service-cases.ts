import type { Case, Change } from './cases.ts';
import type { Ground } from './ground.ts';
import type { Sight } from './observe.ts';

type Operation = { readonly op: 'replace' | 'remove'; readonly path: string; readonly value?: unknown };

const [service, headless] = ['vad-service', 'vad-service-headless'];
const replace = (path: string, value: unknown): Operation => ({ op: 'replace', path, value });

const isSynced = ({ appliedRevision }: Sight, { revision }: Change) => appliedRevision === revision;

/** What goes wrong between clients and pods: a merge changes a Service, and the image stays. */
export const serviceCases: readonly Case[] = [
  {
    id: 'service-selector',
    title: 'Service: selector misspelt',
    expected: 'endpoints-missing',
    ...changing(service, replace('/spec/selector/app', 'vad-servcie')),
    cutsClientsOff: true,
  },
  {
    id: 'service-target-port',
    title: 'Service: `targetPort` moved',
    expected: 'endpoints-wrong-port',
    ...changing(service, replace('/spec/ports/0/targetPort', 50050)),
    cutsClientsOff: true,
  },
  {
    id: 'service-port-name',
    title: 'Service: `targetPort` names a port that the pod lacks',
    expected: 'endpoints-port-missing',
    ...changing(service, replace('/spec/ports/0/targetPort', 'gprc')),
    cutsClientsOff: true,
  },
  {
    id: 'service-port',
    title: 'Service: port changed',
    expected: 'service-port-changed',
    ...changing(service, replace('/spec/ports/0/port', 50052)),
    cutsClientsOff: true,
  },
  {
    id: 'service-name',
    title: 'Service renamed',
    expected: 'service-missing',
    ...changing(service, replace('/metadata/name', 'vad')),
    cutsClientsOff: true,
  },
  {
    id: 'headless-removed',
    title: 'headless Service: `clusterIP: None` removed',
    expected: 'service-immutable',
    ...changing(headless, { op: 'remove', path: '/spec/clusterIP' }),
  },
  {
    id: 'headless-address',
    title: 'headless Service: an address in place of `clusterIP: None`',
    expected: 'sync-failed',
    ...changing(headless, replace('/spec/clusterIP', '10.96.0.99')),
    // The engine never gets that far.
    evidence: ({ engine }) => engine.some(line => /is invalid|SyncError|Ready False ReconciliationFailed/.test(line)),
  },
];

function changing(name: string, operation: Operation): Pick<Case, 'isOfEngine' | 'evidence' | 'change'> {
  return { isOfEngine: true, evidence: isSynced, change: ground => changeService(ground, name, operation) };
}

async function changeService(ground: Ground, name: string, operation: Operation): Promise<Change> {
  const target = { kind: 'Service', name };
  const patch = { target, patch: JSON.stringify([operation]), options: { allowNameChange: true } };
  return { revision: await ground.patchWith(ground.good, patch), digest: ground.good.digest };
}
