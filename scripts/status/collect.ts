import { $ } from 'zx';
import { checkHealth } from '../../actions/toolkit/health.ts';
import { parseImage } from '../../actions/toolkit/image.ts';
import { at, listAt, numberAt, textAt } from '../../actions/toolkit/json.ts';
import { getJson, portForward } from '../../actions/toolkit/kubectl.ts';
import { deploymentName, grpcPort, releasePath, sourceAnnotation } from '../../actions/toolkit/manifest-names.ts';
import { readRelease } from '../../actions/toolkit/release-file.ts';
import type { EngineName } from '../local/engines.ts';
import { kubeconfigs } from '../local/state.ts';
import { collectSync, type SyncStatus } from './sync.ts';

/** What one environment should run, and what it does run. Digests are `sha256:…`, empty where there is none. */
export interface EnvironmentStatus {
  readonly environment: string;
  readonly namespace: string;
  readonly engine: EngineName;
  readonly git: { readonly commit: string; readonly digest: string; readonly source: string };
  readonly sync: SyncStatus;
  readonly live: { readonly digest: string; readonly source: string };
  readonly pods: readonly PodStatus[];
  readonly health: Health;
  readonly hpa: {
    readonly min: number;
    readonly max: number;
    readonly replicas: number;
    readonly cpuPercent: number | null;
  };
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

const cluster = { kubeconfig: kubeconfigs.admin };

/** Reads one environment: its release file on main of a bare repository, what its engine says, and its objects. */
export async function collectEnvironment(
  environment: string,
  engine: EngineName,
  bareRepository: string,
): Promise<EnvironmentStatus> {
  const { namespace, sync } = await collectSync[engine](cluster, environment);
  const [git, workload, pods, hpa] = await Promise.all([
    readGit(environment, bareRepository),
    getJson(cluster, ['deployment', deploymentName, '-n', namespace]),
    getJson(cluster, ['pods', '-l', 'app=vad-service', '-n', namespace]),
    getJson(cluster, ['hpa', 'vad-hpa', '-n', namespace]),
  ]);
  const states = listAt(pods, 'items').map(readPod);
  return {
    environment,
    namespace,
    engine,
    git,
    sync,
    live: {
      digest: digestOf(textAt(workload, 'spec', 'template', 'spec', 'containers', 0, 'image')),
      source: textAt(workload, 'metadata', 'annotations', sourceAnnotation),
    },
    pods: states,
    health: await askHealth(namespace, states),
    hpa: readHpa(hpa),
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

async function readGit(environment: string, bare: string): Promise<EnvironmentStatus['git']> {
  const git = $({ quiet: true });
  const commit = (await git`git -C ${bare} rev-parse main`).stdout.trim();
  const file = await git`git -C ${bare} show ${`main:${releasePath(environment)}`}`;
  const release = readRelease(file.stdout);
  return { commit, digest: release?.digest ?? '', source: release?.sourceCommit ?? '' };
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
  };
}

function digestOf(image: string): string {
  return image.includes('@') ? (parseImage(image).digest ?? '') : '';
}
