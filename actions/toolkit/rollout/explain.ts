import type { ErrorCode } from '../errors.ts';
import { listAt, numberAt, textAt } from '../json.ts';
import { type Cluster, getJson, lastLogLines } from '../kubectl.ts';
import { deploymentName } from '../manifest-names.ts';
import type { Cause } from './judge.ts';
import type { PodState } from './observe.ts';
import { isBare, pullCode } from './pull-message.ts';

/** Why a rollout fails: a code, and what the kubelet or the service itself said. */
export interface Explanation {
  readonly code: ErrorCode;
  readonly text: string;
}

/** Gathers the words behind a cause. A cluster that gives none of them is no reason to fail otherwise. */
export async function explain(cluster: Cluster, namespace: string, cause: Cause): Promise<Explanation> {
  switch (cause.kind) {
    case 'image-pull': {
      const said = await pullMessage(cluster, namespace, cause.pod);
      return { code: pullCode(cause.pod.waiting?.reason ?? '', said), text: `${cause.summary}\n${said}` };
    }
    case 'crash-loop': {
      const log = await lastWords(cluster, namespace, cause.pod);
      const heading = log ? 'Its last log lines:' : (cause.pod.waiting?.message ?? 'It logged nothing.');
      return { code: 'crash-loop', text: [cause.summary, heading, log].filter(line => line !== '').join('\n') };
    }
  }
}

/** The last warnings about pods that are not ready or cannot be made; for a rollout that only ran out of time. */
export async function warnings(cluster: Cluster, namespace: string, pods: readonly PodState[]): Promise<string> {
  const names = new Set(pods.filter(pod => !pod.isReady).map(pod => pod.name));
  const events = await readEvents(cluster, namespace, ['--field-selector', 'type=Warning']);
  const said = events
    .filter(event => names.has(event.object) || event.kind === 'ReplicaSet')
    .map(({ object, reason, message }) => `${object}: ${reason}: ${message}`);
  return [...new Set(said)].slice(-5).join('\n');
}

// While the kubelet backs off, its state may hold no more than that; the event of the failed pull has the registry's answer.
async function pullMessage(cluster: Cluster, namespace: string, pod: PodState): Promise<string> {
  const state = pod.waiting?.message ?? '';
  if (!isBare(state)) return state;
  const events = await readEvents(cluster, namespace, ['--field-selector', `involvedObject.name=${pod.name}`]);
  return events.findLast(event => /Failed to pull image/.test(event.message))?.message ?? state;
}

// A service that logs a whole object in one line must not fill the summary.
const maxLineLength = 1000;

async function lastWords(cluster: Cluster, namespace: string, { name }: PodState): Promise<string> {
  for (const previous of [true, false]) {
    const log = await lastLogLines(cluster, { namespace, pod: name, container: deploymentName, previous }, 20);
    if (log)
      return log
        .split('\n')
        .map(line => line.slice(0, maxLineLength))
        .join('\n');
  }
  return '';
}

interface ObjectEvent {
  readonly kind: string;
  readonly object: string;
  readonly reason: string;
  readonly message: string;
}

async function readEvents(cluster: Cluster, namespace: string, filter: readonly string[]): Promise<ObjectEvent[]> {
  // Without the events there is still the cause.
  const list = await getJson(cluster, ['events', '--namespace', namespace, ...filter]).catch(() => undefined);
  const time = (event: unknown) => Date.parse(textAt(event, 'lastTimestamp') || textAt(event, 'eventTime')) || 0;
  return listAt(list, 'items')
    .toSorted((a, b) => time(a) - time(b) || numberAt(a, 'count') - numberAt(b, 'count'))
    .map(event => ({
      kind: textAt(event, 'involvedObject', 'kind'),
      object: textAt(event, 'involvedObject', 'name'),
      reason: textAt(event, 'reason'),
      message: textAt(event, 'message'),
    }));
}
