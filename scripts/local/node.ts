import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { $ } from 'zx';
import { Failure } from '../failure.ts';
import { ensureCgroups } from './cgroups.ts';
import { ensureDaemon, logFile, untilReady } from './daemon.ts';
import { hasNode, type Network } from './network.ts';
import { ensurePauseImage, pauseImage } from './pause-image.ts';
import { pki } from './pki.ts';
import type { Ports } from './ports.ts';
import { kubeconfigs, names, statePath } from './state.ts';
import { waitFor } from './wait.ts';

const containerdSocket = statePath('containerd', 'containerd.sock');
const CNI_PLUGINS = ['/usr/lib/cni', '/opt/cni/bin'];

/** containerd, kubelet and kube-proxy: this machine as the cluster's only node; ends when it is Ready. */
export async function ensureNode(network: Network, ports: Ports): Promise<void> {
  await ensurePauseImage(ports);
  await ensureCgroups();
  await ensureContainerd(ports);
  const kubelet = await ensureKubelet(network, ports);
  await ensureDaemon({
    name: 'kube-proxy',
    command: 'kube-proxy',
    args: [
      `--kubeconfig=${kubeconfigs.admin}`,
      `--hostname-override=${names.node}`,
      '--proxy-mode=iptables',
      `--cluster-cidr=${network.subnet}`,
      '--conntrack-max-per-core=0',
      `--healthz-bind-address=127.0.0.1:${ports.kubeProxyHealth}`,
      `--metrics-bind-address=127.0.0.1:${ports.kubeProxyMetrics}`,
    ],
    ports: [ports.kubeProxyHealth, ports.kubeProxyMetrics],
  });
  const health = `http://127.0.0.1:${ports.kubeProxyHealth}/healthz`;
  await untilReady('kube-proxy', async () => (await fetch(health)).ok);
  await nodeReady(kubelet);
}

async function ensureContainerd(ports: Ports): Promise<void> {
  const config = [
    'version = 2',
    `root = "${statePath('containerd', 'root')}"`,
    `state = "${statePath('containerd', 'run')}"`,
    '[grpc]',
    `  address = "${containerdSocket}"`,
    '[plugins."io.containerd.grpc.v1.cri"]',
    '  restrict_oom_score_adj = true', // without CAP_SYS_RESOURCE no sandbox starts otherwise
    `  sandbox_image = "${pauseImage(ports)}"`,
    '  [plugins."io.containerd.grpc.v1.cri".cni]',
    `    bin_dir = "${CNI_PLUGINS.find(folder => existsSync(join(folder, 'bridge')))}"`,
    `    conf_dir = "${statePath('cni')}"`,
    '  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]',
    '    runtime_type = "io.containerd.runc.v2"',
  ].join('\n');
  mkdirSync(statePath('containerd'), { recursive: true });
  writeFileSync(statePath('containerd.toml'), config);
  const args = ['--config', statePath('containerd.toml')];
  await ensureDaemon({ name: 'containerd', command: 'containerd', args, version: config });
  await untilReady('containerd', async () => {
    // The kubelet gives up at once where the CRI is not there yet.
    const { stdout } = await $({ quiet: true })`ctr --address ${containerdSocket} plugins ls`;
    return / cri .* ok/.test(stdout);
  });
}

async function ensureKubelet(network: Network, ports: Ports): Promise<'started' | 'kept'> {
  const config = stringify({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: network.gateway,
    port: ports.kubelet,
    healthzPort: 0,
    containerRuntimeEndpoint: `unix://${containerdSocket}`,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${names.cgroup}`,
    authentication: {
      anonymous: { enabled: false },
      x509: { clientCAFile: pki('ca.crt') },
      webhook: { enabled: true },
    },
    authorization: { mode: 'Webhook' },
    podLogsDir: statePath('pod-logs'),
    clusterDomain: 'cluster.local',
    tlsCertFile: pki('kubelet.crt'),
    tlsPrivateKeyFile: pki('kubelet.key'),
    failSwapOn: false,
    evictionHard: { 'memory.available': '100Mi', 'nodefs.available': '1%', 'imagefs.available': '1%' },
    imageGCHighThresholdPercent: 100,
  });
  writeFileSync(statePath('kubelet.yaml'), config);
  return await ensureDaemon({
    name: 'kubelet',
    command: 'kubelet',
    args: [
      `--config=${statePath('kubelet.yaml')}`,
      `--kubeconfig=${kubeconfigs.kubelet}`,
      `--hostname-override=${names.node}`,
      `--root-dir=${statePath('kubelet')}`,
      `--node-ip=${network.gateway}`,
    ],
    ports: [ports.kubelet],
    version: config,
  });
}

async function nodeReady(kubelet: 'started' | 'kept'): Promise<void> {
  const since = kubelet === 'started' ? Date.now() - 1_000 : 0;
  const ready = async () => {
    const { stdout } = await $({
      quiet: true,
    })`kubectl --kubeconfig ${kubeconfigs.admin} get node ${names.node} -o json`;
    const node = JSON.parse(stdout) as NodeStatus;
    const condition = node.status.conditions.find(({ type }) => type === 'Ready');
    // A node that etcd remembers is Ready before its kubelet runs: only a heartbeat of this run counts.
    return condition?.status === 'True' && Date.parse(condition.lastHeartbeatTime) >= since - 1_000;
  };
  await waitFor('the node to be Ready', ready, { timeoutMs: 90_000, log: logFile('kubelet') });
}

interface NodeStatus {
  status: { conditions: { type: string; status: string; lastHeartbeatTime: string }[] };
}

/** Refuses a machine that already is some other cluster's node: two kubelets would undo each other's work. */
export async function expectNoOtherNode(): Promise<void> {
  if (hasNode()) return;
  const rules = await $({ quiet: true, nothrow: true })`iptables-save -t nat`;
  if (!rules.stdout.includes(':KUBE-SERVICES')) return;
  throw new Failure('This machine is already a node of another Kubernetes cluster (its iptables hold KUBE-SERVICES).', {
    next: 'Run the local cluster on another machine or in a virtual one.',
  });
}
