import { boundsOf, findHpa } from '../../actions/toolkit/bounds.ts';
import { compare } from '../../actions/toolkit/drift/compare.ts';
import { Observer } from '../../actions/toolkit/drift/observe.ts';
import type { Finding } from '../../actions/toolkit/drift/observed.ts';
import type { Repository } from '../../actions/toolkit/git/git.ts';
import { checkHealth } from '../../actions/toolkit/health.ts';
import { parseImage } from '../../actions/toolkit/image.ts';
import { at, listAt, numberAt, textAt } from '../../actions/toolkit/json.ts';
import { getJson, portForward } from '../../actions/toolkit/kubectl.ts';
import { deploymentName, grpcPort, sourceAnnotation } from '../../actions/toolkit/manifest-names.ts';
import type { EngineName } from '../local/engines.ts';
import { kubeconfigs } from '../local/state.ts';
import { type Desired, readDesired } from './desired.ts';

/** What one environment should run, and what it does run. Digests are `sha256:…`, empty where there is none. */
export interface EnvironmentStatus {
  readonly environment: string;
  readonly namespace: string;
  readonly engine: EngineName;
  readonly git: Desired;
  readonly sync: SyncStatus;
  readonly live: { readonly digest: string; readonly source: string };
  readonly pods: readonly PodStatus[];
  readonly health: Health;
  readonly hpa: {
    readonly min: number;
    readonly max: number;
    readonly replicas: number;
    readonly cpuPercent: number | null;
    /** At what percent of the request it adds pods; null where CPU is none of its metrics. */
    readonly cpuTarget: number | null;
  };
  /** What is otherwise than Git says, by the same comparison as the drift workflow's. */
  readonly drift: readonly Finding[];
  /** That is young enough to be on its way. */
  readonly isOnItsWay: boolean;
}

/** How far the engine is; '' where there is nothing to say. */
export interface SyncStatus {
  /** One line for a person. */
  readonly seen: string;
  readonly revision: string;
  /** Why it does not go on, in its own words. */
  readonly problem: string;
}

export interface PodStatus {
  readonly name: string;
  readonly digest: string;
  readonly ready: boolean;
  readonly restarts: number;
  /** Why it is not ready, in the kubelet's word. */
  readonly reason: string;
}

/** What grpc.health.v1 says of each ready pod, by pod name. */
export type Health = Readonly<Record<string, string>>;

// As the drift workflow has it.
const graceMs = 15 * 60_000;

const cluster = { kubeconfig: kubeconfigs.admin };

/** Reads one environment: its overlay at a commit of a repository, what its engine says, and its objects. */
export async function collectEnvironment(
  environment: string,
  engine: EngineName,
  repository: Repository,
  commit: string,
): Promise<EnvironmentStatus> {
  const git = await readDesired(repository, commit, environment);
  const observer = new Observer(repository, cluster, { environment, engine, head: async () => commit });
  try {
    const observed = await observer.look();
    const { namespace } = observed;
    const sync = observed.engine?.sync;
    const comparison = compare(observed, graceMs);
    const drift = 'findings' in comparison ? comparison.findings : [];
    const problem = drift.find(({ kind }) => kind === 'sync-paused' || kind === 'sync-failed')?.said ?? '';
    const workload = await readWorkload(namespace);
    return {
      environment,
      namespace,
      engine,
      git,
      sync: { seen: sync?.seen ?? '', revision: sync?.revision ?? '', problem },
      ...workload,
      health: await askHealth(namespace, workload.pods),
      drift,
      isOnItsWay: comparison.kind === 'rolling-out',
    };
  } catch (error) {
    const next = 'Mend what the message names; `npm run up` brings the local cluster back.';
    const what = 'It could not be looked at';
    return {
      environment,
      engine,
      git,
      ...unseen,
      drift: [{ kind: 'unreadable', what, said: (error as Error).message, next }],
    };
  }
}

const unseen = {
  namespace: '',
  sync: { seen: '', revision: '', problem: '' },
  live: { digest: '', source: '' },
  pods: [],
  health: {},
  hpa: { min: 0, max: 0, replicas: 0, cpuPercent: null, cpuTarget: null },
  isOnItsWay: false,
};

async function readWorkload(namespace: string): Promise<Pick<EnvironmentStatus, 'live' | 'pods' | 'hpa'>> {
  const [workload, pods, scalers] = await Promise.all([
    getJson(cluster, ['deployment', deploymentName, '-n', namespace]),
    getJson(cluster, ['pods', '-l', 'app=vad-service', '-n', namespace]),
    getJson(cluster, ['hpa', '-n', namespace]),
  ]);
  return {
    live: {
      digest: digestOf(textAt(workload, 'spec', 'template', 'spec', 'containers', 0, 'image')),
      source: textAt(workload, 'metadata', 'annotations', sourceAnnotation),
    },
    pods: listAt(pods, 'items').map(readPod),
    hpa: readHpa(findHpa(listAt(scalers, 'items'))),
  };
}

/** Ready, and not on its way out: a pod that drains says NOT_SERVING by design. */
export const isServing = (pod: PodStatus): boolean => pod.ready && pod.reason !== 'Terminating';

async function askPod(namespace: string, name: string): Promise<string> {
  const { port, stop } = await portForward(cluster, namespace, name, grpcPort);
  return await checkHealth(`127.0.0.1:${port}`).finally(stop);
}

async function askHealth(namespace: string, pods: readonly PodStatus[]): Promise<Health> {
  const answers: Record<string, string> = {};
  for (const { name } of pods.filter(isServing)) {
    answers[name] = await askPod(namespace, name).catch(error => `no answer: ${(error as Error).message}`);
  }
  return answers;
}

/** One pod, of its first container. */
export function readPod(pod: unknown): PodStatus {
  const conditions = listAt(pod, 'status', 'conditions');
  const state = ['status', 'containerStatuses', 0] as const;
  return {
    name: textAt(pod, 'metadata', 'name'),
    digest: digestOf(textAt(pod, 'spec', 'containers', 0, 'image')),
    ready: conditions.some(item => textAt(item, 'type') === 'Ready' && textAt(item, 'status') === 'True'),
    restarts: numberAt(pod, ...state, 'restartCount'),
    reason: textAt(pod, 'metadata', 'deletionTimestamp')
      ? 'Terminating'
      : textAt(pod, ...state, 'state', 'waiting', 'reason') || textAt(pod, ...state, 'state', 'terminated', 'reason'),
  };
}

/** The HPA's bounds, its current replicas, and CPU in percent of the request; null until there is a reading. */
export function readHpa(hpa: unknown): EnvironmentStatus['hpa'] {
  const cpu = at(hpa, 'status', 'currentMetrics', 0, 'resource', 'current', 'averageUtilization');
  return {
    min: numberAt(hpa, 'spec', 'minReplicas'),
    max: numberAt(hpa, 'spec', 'maxReplicas'),
    replicas: numberAt(hpa, 'status', 'currentReplicas'),
    cpuPercent: typeof cpu === 'number' ? cpu : null,
    cpuTarget: boundsOf(hpa).cpuTarget ?? null,
  };
}

function digestOf(image: string): string {
  return image.includes('@') ? (parseImage(image).digest ?? '') : '';
}
