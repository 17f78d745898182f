import { $ } from 'zx';
import { ensureDaemon, untilReady } from './daemon.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { type Network, SERVICE_SUBNET } from './network.ts';
import { ensurePki, pki } from './pki.ts';
import type { Ports } from './ports.ts';
import { kubeconfigs, statePath, writeState } from './state.ts';

/** etcd, API server, controller manager and scheduler as host processes; ends when the API answers. */
export async function ensureControlPlane(network: Network, ports: Ports): Promise<void> {
  await ensurePki(network.gateway);
  writeState('apiserver.json', `https://${network.gateway}:${ports.apiserver}`);
  writeKubeconfig(kubeconfigs.admin, { certificate: 'admin' });
  writeKubeconfig(kubeconfigs.kubelet, { certificate: 'kubelet' });
  await ensureEtcd(ports);
  await ensureDaemon({
    name: 'kube-apiserver',
    command: 'kube-apiserver',
    args: apiserverArguments(network, ports),
    ports: [ports.apiserver],
  });
  await untilReady('kube-apiserver', async () => {
    const { stdout } = await $({ quiet: true })`kubectl ${admin} get --raw /readyz`;
    return stdout === 'ok';
  });
  await ensureControllerManager(network);
  await ensureDaemon({
    name: 'kube-scheduler',
    command: 'kube-scheduler',
    args: [admin, '--leader-elect=false', '--secure-port=0'],
  });
}

const admin = `--kubeconfig=${kubeconfigs.admin}`;

/** Runs the controllers; by default all that Kubernetes runs, in one process of that name. @param controllers as the flag takes them */
export async function ensureControllerManager(
  network: Network,
  { name = 'kube-controller-manager', controllers = '*' } = {},
): Promise<void> {
  await ensureDaemon({
    name,
    command: 'kube-controller-manager',
    args: [
      admin,
      `--controllers=${controllers}`,
      '--leader-elect=false',
      '--secure-port=0',
      '--use-service-account-credentials=true',
      `--service-account-private-key-file=${pki('sa.key')}`,
      `--root-ca-file=${pki('ca.crt')}`,
      `--cluster-cidr=${network.subnet}`,
    ],
  });
}

async function ensureEtcd(ports: Ports): Promise<void> {
  const client = `https://127.0.0.1:${ports.etcd}`;
  const peer = `https://127.0.0.1:${ports.etcdPeer}`;
  await ensureDaemon({
    name: 'etcd',
    command: 'etcd',
    args: [
      '--name=local',
      `--data-dir=${statePath('etcd')}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=local=${peer}`,
      // Whoever can write to etcd owns the cluster, and with it this machine.
      ...certificates('', '--client'),
      ...certificates('peer-', '--peer-client'),
      '--unsafe-no-fsync', // a cluster to try things on: a power cut may lose it
    ],
    ports: [ports.etcd, ports.etcdPeer],
  });
}

function certificates(prefix: string, clients: string): string[] {
  return [
    `--${prefix}cert-file=${pki('etcd.crt')}`,
    `--${prefix}key-file=${pki('etcd.key')}`,
    `--${prefix}trusted-ca-file=${pki('etcd-ca.crt')}`,
    `${clients}-cert-auth`,
  ];
}

function apiserverArguments(network: Network, ports: Ports): string[] {
  return [
    `--etcd-servers=https://127.0.0.1:${ports.etcd}`,
    `--etcd-cafile=${pki('etcd-ca.crt')}`,
    `--etcd-certfile=${pki('etcd.crt')}`,
    `--etcd-keyfile=${pki('etcd.key')}`,
    `--secure-port=${ports.apiserver}`,
    `--bind-address=${network.gateway}`,
    `--advertise-address=${network.gateway}`,
    `--service-cluster-ip-range=${SERVICE_SUBNET}`,
    `--client-ca-file=${pki('ca.crt')}`,
    `--tls-cert-file=${pki('apiserver.crt')}`,
    `--tls-private-key-file=${pki('apiserver.key')}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${pki('sa.pub')}`,
    `--service-account-signing-key-file=${pki('sa.key')}`,
    '--authorization-mode=Node,RBAC',
    '--allow-privileged=true',
    `--kubelet-client-certificate=${pki('admin.crt')}`,
    `--kubelet-client-key=${pki('admin.key')}`,
    '--kubelet-preferred-address-types=InternalIP',
    // metrics-server is an aggregated API
    '--enable-aggregator-routing=true',
    `--requestheader-client-ca-file=${pki('ca.crt')}`,
    '--requestheader-allowed-names=front-proxy-client',
    '--requestheader-username-headers=X-Remote-User',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    `--proxy-client-cert-file=${pki('front-proxy.crt')}`,
    `--proxy-client-key-file=${pki('front-proxy.key')}`,
  ];
}
