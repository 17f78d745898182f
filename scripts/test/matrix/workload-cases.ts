import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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

/** What goes wrong with pods and what they run. */
export const workloadCases: readonly Case[] = [
  {
    name: 'image missing',
    expected: 'image-not-found',
    evidence: waitsFor('ErrImagePull', 'ImagePullBackOff'),
    change: async ground => {
      const digest = `sha256:${'0'.repeat(64)}`;
      return { revision: await ground.pin({ ...ground.good, digest, tag: 'matrix-none' }), digest };
    },
  },
  registrySaysNo(),
  {
    name: 'crash at boot',
    expected: 'crash-loop',
    evidence: waitsFor('CrashLoopBackOff'),
    change: pinned('exits-at-boot'),
  },
  {
    name: 'crash after 20 s',
    expected: 'crash-loop',
    evidence: waitsFor('CrashLoopBackOff'),
    change: pinned('exits-later'),
    passesProbes: true,
  },
  {
    name: 'readiness never',
    expected: 'probe-failed',
    evidence: ({ rollout }) => rollout.newPods.some(pod => pod.runningSince !== undefined && !pod.isReady),
    budgetMs: 60_000,
    change: patched(container({ readinessProbe: { tcpSocket: { port: 9 }, grpc: null } })),
  },
  {
    name: 'OOM at 200Mi',
    expected: 'oom-killed',
    evidence: waitsFor('CrashLoopBackOff'),
    change: pinned('eats-memory'),
  },
  {
    name: 'unschedulable, and no node will come',
    expected: 'unschedulable',
    evidence: ({ events }) => events.some(event => event.startsWith('NotTriggerScaleUp')),
    change: patched(tooLarge),
    meanwhile: refuseScaleUp,
  },
  {
    name: 'unschedulable',
    expected: 'unschedulable',
    evidence: isUnschedulable,
    budgetMs: 5 * 60_000,
    change: patched(tooLarge, 'good-1'),
  },
  {
    name: 'quota exhausted, no room',
    expected: 'quota-exceeded',
    evidence: isRefused,
    arrange: ground => limitPods(ground, 2),
    change: pinned('good-1'),
  },
  {
    name: 'quota exhausted, room for one pod',
    expected: 'verified',
    arrange: ground => limitPods(ground, 3),
    change: pinned('good-1'),
  },
  {
    name: 'missing Secret that comes 20 s late',
    expected: 'verified',
    change: patched(needsSecret),
    meanwhile: ground => makeSecret(ground, 20_000),
    arrange: async ground => () => deleteSecret(ground),
  },
  {
    name: 'missing Secret that never comes',
    expected: 'config-error',
    evidence: waitsFor('CreateContainerConfigError'),
    budgetMs: 45_000,
    change: patched(needsSecret),
  },
  {
    name: 'admission denied',
    expected: 'admission-denied',
    evidence: isRefused,
    arrange: denyPods,
    change: pinned('good-2'),
  },
  {
    name: 'HPA without metrics for a minute',
    expected: 'verified',
    change: pinned('good-2'),
    meanwhile: ground => withoutMetrics(ground, 60_000),
  },
  { name: 'pods evicted mid-way', expected: 'verified', change: pinned('good-3'), meanwhile: evictOneNewPod },
  {
    name: 'health NOT_SERVING, and Ready',
    expected: 'not-serving',
    evidence: isReady,
    budgetMs: 10_000,
    change: patched(anyProbes, 'never-serves'),
    passesProbes: true,
  },
  {
    name: 'a model that hears nothing',
    expected: 'canary-deaf',
    evidence: isReady,
    change: pinned('hears-nothing'),
    passesProbes: true,
  },
];

function registrySaysNo(): Case {
  const server = createServer((_, response) => {
    response
      .writeHead(401, { 'www-authenticate': 'Basic realm="registry"' })
      .end('{"errors":[{"code":"UNAUTHORIZED"}]}');
  });
  return {
    name: 'registry says no',
    expected: 'image-unauthorized',
    evidence: waitsFor('ErrImagePull', 'ImagePullBackOff'),
    arrange: async () => {
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
      return async () => server.close();
    },
    change: async ground => {
      const { port } = server.address() as AddressInfo;
      const release = { ...ground.good, repository: `127.0.0.1:${port}/vad-service` };
      return { revision: await ground.pin(release), digest: release.digest };
    },
  };
}

async function deleteSecret({ namespace }: Ground): Promise<void> {
  await kubectl(['delete', 'secret', 'late', '--namespace', namespace, '--ignore-not-found']);
}
