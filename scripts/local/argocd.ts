import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { moduleSource } from '../tools/module-source.ts';
import { ensureDaemon, untilReady } from './daemon.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { apply, kubectl } from './kubectl.ts';
import { isFree, type Ports } from './ports.ts';
import { statePath } from './state.ts';

const NAMESPACE = 'argocd';
export const argocdModule = 'github.com/argoproj/argo-cd/v3';
export const argocdDaemons = ['argocd-controller', 'argocd-repo-server', 'argocd-redis'] as const;
const CONFIG_MAPS = [
  'argocd-cm',
  'argocd-cmd-params-cm',
  'argocd-rbac-cm',
  'argocd-ssh-known-hosts-cm',
  'argocd-tls-certs-cm',
  'argocd-gpg-keys-cm',
];

/** Argo CD's repo server and application controller as host processes, with their CRDs, settings and Redis. */
export async function ensureArgocd(ports: Ports): Promise<void> {
  const source = await moduleSource('argocd', argocdModule);
  await kubectl(['apply', '--server-side', '--kustomize', join(source, 'manifests', 'crds')]);
  await apply(settings());
  // The controllers look for their settings in the context's namespace.
  const kubeconfig = statePath('argocd.kubeconfig');
  writeKubeconfig(kubeconfig, { certificate: 'admin' }, NAMESPACE);
  await ensureRedis(ports);
  await ensureRepoServer(ports, kubeconfig);
  await ensureController(ports, kubeconfig);
}

async function ensureRedis(ports: Ports): Promise<void> {
  const args = ['--bind', '127.0.0.1', '--port', String(ports.redis), '--save', '', '--dir', statePath()];
  await ensureDaemon({ name: 'argocd-redis', command: 'redis-server', args, ports: [ports.redis] });
  await untilReady('argocd-redis', async () => !(await isFree(ports.redis)));
}

async function ensureRepoServer(ports: Ports, kubeconfig: string): Promise<void> {
  await mkdir(statePath('tmp'), { recursive: true });
  await ensureDaemon({
    name: 'argocd-repo-server',
    command: 'argocd',
    args: [
      `--redis=127.0.0.1:${ports.redis}`,
      `--port=${ports.argocdRepoServer}`,
      `--metrics-port=${ports.argocdRepoServerMetrics}`,
      '--address=127.0.0.1',
      '--metrics-address=127.0.0.1',
      '--disable-tls',
    ],
    env: { ...environment(kubeconfig, 'argocd-repo-server'), ARGOCD_GPG_ENABLED: 'false', TMPDIR: statePath('tmp') },
    ports: [ports.argocdRepoServer, ports.argocdRepoServerMetrics],
  });
  await untilReady('argocd-repo-server', async () => !(await isFree(ports.argocdRepoServer)));
}

async function ensureController(ports: Ports, kubeconfig: string): Promise<void> {
  await ensureDaemon({
    name: 'argocd-controller',
    command: 'argocd',
    args: [
      `--redis=127.0.0.1:${ports.redis}`,
      `--repo-server=127.0.0.1:${ports.argocdRepoServer}`,
      '--repo-server-plaintext',
      `--namespace=${NAMESPACE}`,
      `--metrics-port=${ports.argocdControllerMetrics}`,
    ],
    env: environment(kubeconfig, 'argocd-application-controller'),
    ports: [ports.argocdControllerMetrics],
  });
  await untilReady('argocd-controller', async () => !(await isFree(ports.argocdControllerMetrics)));
}

function environment(kubeconfig: string, binary: string): Record<string, string> {
  // With FAKE_IN_CLUSTER an Application keeps the destination https://kubernetes.default.svc, as on a real cluster.
  return { KUBECONFIG: kubeconfig, ARGOCD_BINARY_NAME: binary, ARGOCD_FAKE_IN_CLUSTER: 'true' };
}

function settings(): object[] {
  const labels = { 'app.kubernetes.io/part-of': 'argocd' };
  const metadata = (name: string) => ({ name, namespace: NAMESPACE, labels });
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    ...CONFIG_MAPS.map(name => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(name) })),
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: metadata('argocd-secret'),
      stringData: { 'server.secretkey': 'only-for-the-local-cluster' },
    },
  ];
}
