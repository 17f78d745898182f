import { sendCanary } from '../../../actions/toolkit/canary.ts';
import { plaintext } from '../../../actions/toolkit/grpc-access.ts';
import { listAt, textAt } from '../../../actions/toolkit/json.ts';
import { grpcPort } from '../../../actions/toolkit/manifest-names.ts';
import { type RolloutObservation, readRollout } from '../../../actions/toolkit/rollout/observe.ts';
import { getJson } from '../../local/kubectl.ts';

/** What the cluster shows at one moment, read by the test itself and not by what it tests. */
export interface Sight {
  readonly rollout: RolloutObservation;
  /** What was said of pods, `Reason: message`. */
  readonly events: readonly string[];
  /** The conditions of the engine's object, `Type Status Reason`, and what it says of its operation. */
  readonly engine: readonly string[];
  /** The commit that the engine has applied; empty where it says none. */
  readonly appliedRevision: string;
}

/** Since when a sight has been there without a break, in milliseconds since 1970; undefined while it is not. */
export interface Watch {
  since(): number | undefined;
  stop(): Promise<void>;
}

export interface Watched {
  readonly namespace: string;
  /** `KIND NAME --namespace NAMESPACE`. */
  readonly engineObject: readonly string[];
}

const everyMs = 1_000;

/** Watches for the evidence of a fault. */
export function watchFor({ namespace, engineObject }: Watched, evidence: (sight: Sight) => boolean): Watch {
  let since: number | undefined;
  const stop = repeat(async () => {
    // As few processes as can be: the cluster that is tested runs on the same cores.
    const workload = await getJson<unknown>([
      'deployments.apps,replicasets.apps,pods,events',
      '--namespace',
      namespace,
    ]);
    const engine = engineObject.length > 0 ? await getJson<unknown>([...engineObject]) : undefined;
    const said = (item: unknown) => `${textAt(item, 'reason')}: ${textAt(item, 'message')}`;
    const condition = (item: unknown) => ['type', 'status', 'reason'].map(name => textAt(item, name)).join(' ');
    const isThere = evidence({
      rollout: readRollout(workload, Date.now()),
      events: listAt(workload, 'items')
        .filter(item => textAt(item, 'kind') === 'Event')
        .map(said),
      engine: [
        ...listAt(engine, 'status', 'conditions').map(condition),
        textAt(engine, 'status', 'operationState', 'message'),
      ],
      appliedRevision: appliedRevision(engine),
    });
    if (!isThere) since = undefined;
    else since ??= Date.now();
  }, everyMs);
  return { since: () => since, stop };
}

// Argo CD's `status.sync`; Flux's `main@sha1:<commit>`.
function appliedRevision(engine: unknown): string {
  const isSynced = textAt(engine, 'status', 'sync', 'status') === 'Synced';
  if (isSynced) return textAt(engine, 'status', 'sync', 'revision');
  return textAt(engine, 'status', 'lastAppliedRevision').split(':').at(-1) ?? '';
}

/** Ends what has talked to the Service; gives how often it has, and when nobody heard it. */
export type EndTalk = () => Promise<{ readonly calls: number; readonly failed: readonly string[] }>;

/** Talks to the Service once a second, each time by a new connection. */
export function callService(address: string): EndTalk {
  return talk(address, 1, everyMs);
}

/** Talks to the Service in several voices at once, without a pause: more than two pods are meant for. */
export function loadService(address: string): EndTalk {
  return talk(address, 8, 0);
}

/** Returns the address at which the cluster's own clients reach the Service. */
export async function serviceAddress(namespace: string): Promise<string> {
  const service = await getJson<unknown>(['service', 'vad-service', '--namespace', namespace]);
  return `${textAt(service, 'spec', 'clusterIP')}:${grpcPort}`;
}

function talk(address: string, voices: number, pauseMs: number): EndTalk {
  const failed: string[] = [];
  let calls = 0;
  const say = async () => {
    // Not its health: what drains says NOT_SERVING and serves.
    const { kind, said } = await sendCanary(address, plaintext);
    calls += 1;
    if (kind !== 'heard') failed.push(`${new Date().toISOString()} ${kind}: ${said}`);
  };
  const stops = Array.from({ length: voices }, () => repeat(say, pauseMs));
  return async () => {
    await Promise.all(stops.map(stop => stop()));
    return { calls, failed };
  };
}

function repeat(work: () => Promise<void>, leastMs: number): () => Promise<void> {
  const stopping = new AbortController();
  const loop = async () => {
    while (!stopping.signal.aborted) {
      const next = new Promise(resolve => setTimeout(resolve, leastMs));
      // The API server may miss one; what it shows next counts.
      await work().catch(() => {});
      await next;
    }
  };
  const ended = loop();
  return () => {
    stopping.abort();
    return ended;
  };
}
