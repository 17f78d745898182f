import { ensureDaemon, untilReady } from './daemon.ts';
import { apply, kubectl } from './kubectl.ts';
import type { Network } from './network.ts';
import type { Ports } from './ports.ts';
import { kubeconfigs, statePath } from './state.ts';

/** metrics-server as a host process, reached by the API server through a Service without a selector. */
export async function ensureMetricsServer(network: Network, ports: Ports): Promise<void> {
  await ensureDaemon({
    name: 'metrics-server',
    command: 'metrics-server',
    args: [
      `--kubeconfig=${kubeconfigs.admin}`,
      `--authentication-kubeconfig=${kubeconfigs.admin}`,
      `--authorization-kubeconfig=${kubeconfigs.admin}`,
      `--bind-address=${network.gateway}`,
      `--secure-port=${ports.metricsServer}`,
      `--cert-dir=${statePath('metrics-server')}`,
      '--kubelet-insecure-tls',
      '--kubelet-use-node-status-port',
      '--kubelet-preferred-address-types=InternalIP',
      '--metric-resolution=10s',
      '--kubelet-request-timeout=5s',
    ],
    ports: [ports.metricsServer],
  });
  await apply(manifests(network, ports));
}

/** Waits until the metrics API answers: it needs two readings of the kubelet. */
export async function metricsReady(): Promise<void> {
  await untilReady('metrics-server', async () => {
    await kubectl(['top', 'node']);
    return true;
  });
}

function manifests(network: Network, ports: Ports): object[] {
  const metadata = { name: 'metrics-server', namespace: 'kube-system' };
  return [
    {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: 'v1beta1.metrics.k8s.io' },
      spec: {
        group: 'metrics.k8s.io',
        version: 'v1beta1',
        groupPriorityMinimum: 100,
        versionPriority: 100,
        insecureSkipTLSVerify: true,
        service: { ...metadata, port: 443 },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { ports: [{ port: 443, targetPort: ports.metricsServer }] },
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { ...metadata, labels: { 'kubernetes.io/service-name': metadata.name } },
      addressType: 'IPv4',
      ports: [{ port: ports.metricsServer, protocol: 'TCP' }],
      endpoints: [{ addresses: [network.gateway], conditions: { ready: true } }],
    },
  ];
}
