import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { $ } from 'zx';
import { cgroupProcesses, removeCgroups } from './cgroups.ts';
import { recordedDaemons, stopDaemon } from './daemon.ts';
import { removeRules } from './iptables.ts';
import { hasNode, restoreSysctls } from './network.ts';
import { isAlive } from './processes.ts';
import { names, stateDirectory } from './state.ts';
import { markedProcesses } from './strays.ts';
import { waitFor } from './wait.ts';

const CNI_RESULTS = '/var/lib/cni/results';

/** Ends everything that `up` started and removes everything that it made, also after its daemons were killed. */
export async function removeCluster(): Promise<void> {
  await endProcesses();
  await unmountBelow(stateDirectory);
  // Only where we had made a node: its traces have the same names as those of any other Kubernetes node.
  if (hasNode()) {
    await removePodNetworks();
    await removeRules();
    await removeCgroups();
    restoreSysctls();
    await removeNodeFiles();
  }
  await rm(stateDirectory, { recursive: true, force: true, maxRetries: 3 });
}

async function endProcesses(): Promise<void> {
  // The kubelet first, so that it starts nothing anew; then whoever was not recorded, and the pods themselves.
  await stopDaemon('kubelet');
  await Promise.all(recordedDaemons().map(name => stopDaemon(name)));
  const left = async () => {
    const pids = [...markedProcesses().map(({ pid }) => pid), ...cgroupProcesses()].filter(isAlive);
    for (const pid of pids) kill(pid);
    return pids.length === 0;
  };
  await waitFor('the last processes to end', left, { timeoutMs: 20_000, intervalMs: 100 });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // ended meanwhile
  }
}

async function unmountBelow(folder: string): Promise<void> {
  const mounts = () =>
    readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .map(line => line.split(' ')[1] ?? '')
      .filter(path => path === folder || path.startsWith(`${folder}/`));
  // Deepest first; a mount may lie on another of the same path.
  for (let round = 0; round < 3; round++) {
    for (const path of mounts().sort().reverse()) await $({ quiet: true, nothrow: true })`umount --lazy ${path}`;
  }
}

interface CniResult {
  containerId: string;
  result?: { interfaces?: { sandbox?: string }[] };
}

async function removePodNetworks(): Promise<void> {
  const run = $({ quiet: true, nothrow: true });
  const results = existsSync(CNI_RESULTS) ? readdirSync(CNI_RESULTS) : [];
  for (const file of results.filter(name => name.startsWith(`${names.cniNetwork}-`))) {
    const { containerId, result } = JSON.parse(readFileSync(join(CNI_RESULTS, file), 'utf8')) as CniResult;
    for (const sandbox of new Set(result?.interfaces?.map(item => item.sandbox).filter(Boolean) as string[])) {
      await run`umount ${sandbox}`;
      await rm(sandbox, { force: true });
    }
    await rm(join(CNI_RESULTS, file), { force: true });
    await rm(join(CNI_RESULTS, `cni-loopback-${containerId}-lo`), { force: true });
  }
  await rm(`/var/lib/cni/networks/${names.cniNetwork}`, { recursive: true, force: true });
  await run`ip link delete ${names.bridge}`;
}

// Places outside the state directory that the node's tools insist on; a folder goes only when nothing else is in it.
async function removeNodeFiles(): Promise<void> {
  await removeLinksInto(stateDirectory, '/var/log/containers');
  await removeDeadSockets('/run/containerd/s');
  await rm('/var/lib/kubelet/device-plugins/kubelet.sock', { force: true });
  await rm('/run/containerd/runc/k8s.io', { recursive: true, force: true });
  for (const folder of EMPTY_FOLDERS) await rmdir(folder).catch(() => {});
}

async function removeLinksInto(target: string, folder: string): Promise<void> {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const link = join(folder, name);
    if (lstatSync(link).isSymbolicLink() && readlinkSync(link).startsWith(`${target}/`)) await rm(link);
  }
}

/** The sockets of shims stand in a folder that all containerds of the machine share: those go that nobody listens on. */
async function removeDeadSockets(folder: string): Promise<void> {
  const listening = readFileSync('/proc/net/unix', 'utf8');
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!listening.includes(join(folder, name))) await rm(join(folder, name));
  }
}

const EMPTY_FOLDERS = [
  '/var/log/containers',
  '/run/netns',
  '/run/containerd/runc',
  '/run/containerd/s',
  '/run/containerd',
  '/opt/containerd/bin',
  '/opt/containerd/lib',
  '/opt/containerd',
  '/var/lib/cni/networks',
  '/var/lib/cni/results',
  '/var/lib/cni/cache',
  '/var/lib/cni',
  '/var/lib/kubelet/device-plugins',
  '/var/lib/kubelet',
];
