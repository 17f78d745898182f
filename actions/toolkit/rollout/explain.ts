import type { ErrorCode } from '../errors.ts';
import { type Cluster, lastLogLines } from '../kubectl.ts';
import { deploymentName } from '../manifest-names.ts';
import type { Cause } from './cause.ts';
import { readEvents } from './events.ts';
import type { PodState } from './observe.ts';
import { isBare, pullCode } from './pull-message.ts';

/** Why a rollout fails: a code, and what the kubelet or the service itself said. */
export interface Explanation {
  readonly code: ErrorCode;
  readonly text: string;
}

/** The last log lines of failing pods, by the pod's name. */
export type Logs = ReadonlyMap<string, string>;

/** Puts a cause into words. A cluster that gives none of them is no reason to fail otherwise. */
export async function explain(cluster: Cluster, namespace: string, cause: Cause, logs: Logs): Promise<Explanation> {
  const { code, summary, pod } = cause;
  if (code === 'image-pull-failed' && pod) {
    const said = await pullMessage(cluster, namespace, pod);
    return { code: pullCode(said), text: `${summary}\n${said}` };
  }
  if (!pod || !hasLog(cause)) return { code, text: summary };
  const log = logs.get(pod.name) ?? '';
  const heading = log ? 'Its last log lines:' : (pod.waiting?.message ?? 'It logged nothing.');
  return { code, text: [summary, heading, log].filter(line => line !== '').join('\n') };
}

// Of so many pods of one fault the logs are alike.
const maxLogs = 10;

/** Reads the last log lines of the pods that are at fault, the given cause's first. */
export async function readLogs(
  cluster: Cluster,
  namespace: string,
  first: Cause,
  causes: readonly Cause[],
): Promise<Logs> {
  const pods = [first, ...causes].flatMap(cause => (cause.pod && hasLog(cause) ? [cause.pod.name] : []));
  const names = [...new Set(pods)].slice(0, maxLogs);
  const logs = await Promise.all(names.map(async name => [name, await lastWords(cluster, namespace, name)] as const));
  return new Map(logs.filter(([, log]) => log !== ''));
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

function hasLog({ code }: Cause): boolean {
  return code === 'crash-loop' || code === 'oom-killed' || code === 'probe-failed';
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

async function lastWords(cluster: Cluster, namespace: string, pod: string): Promise<string> {
  for (const previous of [true, false]) {
    const log = await lastLogLines(cluster, { namespace, pod, container: deploymentName, previous }, 20);
    if (log)
      return log
        .split('\n')
        .map(line => line.slice(0, maxLineLength))
        .join('\n');
  }
  return '';
}
