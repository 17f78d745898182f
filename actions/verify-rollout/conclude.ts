import { ActionError, type ErrorCode } from '../toolkit/errors.ts';
import type { Cluster } from '../toolkit/kubectl.ts';
import { formatDuration } from '../toolkit/poll.ts';
import { explain, type Logs, readLogs, warnings } from '../toolkit/rollout/explain.ts';
import type { GateLog } from './gates.ts';
import type { Look } from './look.ts';
import type { Step } from './step.ts';
import type { Subject } from './subject.ts';
import type { Evidence, Verdict } from './verdict.ts';

/** How the looking ended. */
export type End =
  | Exclude<Step, { kind: 'waiting' }>
  | { readonly kind: 'timeout' }
  | { readonly kind: 'cancelled'; readonly error: ActionError };

export interface Ending extends Subject {
  readonly look: Look;
  readonly gates: GateLog;
  readonly cluster: Cluster;
  readonly timeoutMs: number;
}

/** Turns the end into a verdict, with what the cluster has to say about it. */
export async function conclude(end: End, ending: Ending): Promise<Verdict> {
  const { gates, cluster, target } = ending;
  switch (end.kind) {
    case 'verified':
      gates.pass(end.seen);
      return { kind: 'verified', evidence: evidence(ending) };
    case 'superseded':
      return { kind: 'superseded', by: end.seen, evidence: evidence(ending) };
    case 'cancelled':
      return { kind: 'cancelled', error: end.error, evidence: evidence(ending) };
    case 'timeout':
      return failed(ending, new ActionError('timeout', await timeoutMessage(ending)));
    case 'fault':
      if (end.during === undefined) gates.at(end.gate, end.code);
      else gates.interrupt(end.gate, end.code, end.during);
      return failed(ending, new ActionError(end.code, faultMessage(end, ending)));
    case 'broken': {
      gates.at('pods', end.seen);
      const logs = await readLogs(cluster, target.destinationNamespace, end.cause, end.causes);
      const { code, text } = await explain(cluster, target.destinationNamespace, end.cause, logs);
      return failed(ending, new ActionError(code, `${text}\n${oldPods(ending)}`), logs);
    }
  }
}

function failed(ending: Ending, error: ActionError, logs?: Logs): Verdict {
  return { kind: 'failed', error, evidence: evidence(ending, logs) };
}

const cutsClientsOff: readonly ErrorCode[] = [
  'service-missing',
  'service-port-changed',
  'endpoints-missing',
  'endpoints-elsewhere',
  'endpoints-port-missing',
  'endpoints-wrong-port',
];

// Whether old pods still serve matters where the new pods have been reached; a Service leads to neither or to both.
function faultMessage({ gate, code, message }: Extract<End, { kind: 'fault' }>, ending: Ending): string {
  switch (gate) {
    case 'grpc':
      return `${message}\n${oldPods(ending)}`;
    case 'endpoints':
      return cutsClientsOff.includes(code) ? `${message}\nClients are cut off now, whichever pods are ready.` : message;
    default:
      return message;
  }
}

async function timeoutMessage(ending: Ending): Promise<string> {
  const { gates, look, timeoutMs, cluster, target } = ending;
  const last = gates.spans().find(span => !span.isPassed);
  const head = `Not verified within ${formatDuration(timeoutMs)}: stopped at gate ${gates.current}. Last seen: ${last?.seen ?? 'nothing'}`;
  if (gates.current !== 'pods') return head;
  const said = await warnings(cluster, target.destinationNamespace, look.rollout?.newPods ?? []);
  return [head, said, oldPods(ending)].filter(line => line !== '').join('\n');
}

function oldPods({ look }: Ending): string {
  const count = look.rollout?.oldReady ?? 0;
  return count > 0
    ? `${count} old pod${count === 1 ? '' : 's'} still ready: the release before still serves.`
    : 'No old pod is ready.';
}

function evidence({ target, digest, look, gates }: Ending, logs: Logs = new Map()): Evidence {
  const { digestBefore, engineRevision, rollout, hpa, answers } = look;
  const services = look.endpoints.observation;
  return { target, digest, digestBefore, engineRevision, rollout, hpa, services, answers, gates: gates.spans(), logs };
}
