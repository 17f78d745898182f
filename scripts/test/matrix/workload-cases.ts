import { kubectl } from '../../local/kubectl.ts';
import { type Case, container, isRefused, patched, pinned, waitsFor } from './cases.ts';
import type { Ground } from './ground.ts';
import type { Sight } from './observe.ts';
import { denyPods, evictOneNewPod, limitPods, makeSecret, refuseScaleUp, withoutMetrics } from './obstacles.ts';

const anyPort = { tcpSocket: { port: 50051 }, grpc: null };
const anyProbes = container({ startupProbe: anyPort, readinessProbe: anyPort, livenessProbe: anyPort });
const needsSecret = container({
  env: [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'late', key: 'token' } } }],
});
const tooLarge = container({ resources: { requests: { cpu: '64' }, limits: { cpu: '64' } } });
const isReady = ({ rollout }: Sight) => rollout.newPods.some(pod => pod.isReady);
const isUnschedulable = ({ rollout }: Sight) => rollout.newPods.some(pod => pod.unschedulable !== undefined);

/** What goes wrong with pods and what they run, once their image is there. */
export const workloadCases: readonly Case[] = [
  {
    id: 'crash-at-boot',
    title: 'crash at boot',
    expected: 'crash-loop',
    evidence: waitsFor('CrashLoopBackOff'),
    change: pinned('exits-at-boot'),
  },
  {
    id: 'crash-after-20s',
    title: 'crash after 20 s, Ready until then',
    expected: 'crash-loop',
    evidence: waitsFor('CrashLoopBackOff'),
    change: pinned('exits-later'),
    passesProbes: true,
  },
  {
    id: 'never-ready',
    title: 'readiness never',
    expected: 'probe-failed',
    evidence: ({ rollout }) => rollout.newPods.some(pod => pod.runningSince !== undefined && !pod.isReady),
    budgetMs: 60_000,
    change: patched(container({ readinessProbe: { tcpSocket: { port: 9 }, grpc: null } })),
  },
  {
    id: 'oom',
    title: 'OOM at 200Mi',
    expected: 'oom-killed',
    evidence: waitsFor('CrashLoopBackOff'),
    change: pinned('eats-memory'),
  },
  {
    id: 'unschedulable-no-node',
    title: 'unschedulable, and the autoscaler of nodes has none',
    expected: 'unschedulable',
    evidence: ({ events }) => events.some(event => event.startsWith('NotTriggerScaleUp')),
    change: patched(tooLarge),
    meanwhile: refuseScaleUp,
  },
  {
    id: 'unschedulable',
    title: 'unschedulable',
    expected: 'unschedulable',
    evidence: isUnschedulable,
    budgetMs: 5 * 60_000,
    change: patched(tooLarge, 'good-1'),
  },
  {
    id: 'quota-no-room',
    title: 'quota exhausted, no room for a pod',
    expected: 'quota-exceeded',
    evidence: isRefused,
    arrange: ground => limitPods(ground, 2),
    change: pinned('good-1'),
  },
  {
    id: 'quota-one-pod',
    title: 'quota exhausted, room for one pod',
    expected: 'verified',
    arrange: ground => limitPods(ground, 3),
    change: pinned('good-1'),
  },
  {
    id: 'secret-late',
    title: 'Secret that comes 20 s late',
    expected: 'verified',
    change: patched(needsSecret),
    meanwhile: ground => makeSecret(ground, 20_000),
    arrange: async ground => () => deleteSecret(ground),
  },
  {
    id: 'secret-never',
    title: 'Secret that never comes',
    expected: 'config-error',
    evidence: waitsFor('CreateContainerConfigError'),
    budgetMs: 45_000,
    change: patched(needsSecret),
  },
  {
    id: 'admission-denied',
    title: 'admission denied by a policy',
    expected: 'admission-denied',
    evidence: isRefused,
    arrange: denyPods,
    change: pinned('good-2'),
  },
  {
    id: 'hpa-without-metrics',
    title: 'HPA without metrics for a minute',
    expected: 'verified',
    change: pinned('good-2'),
    meanwhile: ground => withoutMetrics(ground, 60_000),
  },
  {
    id: 'pods-evicted',
    title: 'pods evicted mid-way',
    expected: 'verified',
    change: pinned('good-3'),
    meanwhile: evictOneNewPod,
  },
  {
    id: 'not-serving',
    title: 'health says NOT_SERVING, and the pod is Ready',
    expected: 'not-serving',
    evidence: isReady,
    budgetMs: 10_000,
    change: patched(anyProbes, 'never-serves'),
    passesProbes: true,
  },
  {
    id: 'deaf-model',
    title: 'a model that hears nothing, and the pod is Ready',
    expected: 'canary-deaf',
    evidence: isReady,
    change: pinned('hears-nothing'),
    passesProbes: true,
  },
];

async function deleteSecret({ namespace }: Ground): Promise<void> {
  await kubectl(['delete', 'secret', 'late', '--namespace', namespace, '--ignore-not-found']);
}
