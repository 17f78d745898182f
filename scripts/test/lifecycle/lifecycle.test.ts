import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { $ } from 'zx';
import { ownCgroups } from '../../local/cgroups.ts';
import { ensureCluster } from '../../local/cluster.ts';
import { recordedDaemons, stopDaemon } from '../../local/daemon.ts';
import { engineNames } from '../../local/engines.ts';
import { kubectl } from '../../local/kubectl.ts';
import { acquireClusterLock } from '../../local/lock.ts';
import { clusterPorts } from '../../local/ports.ts';
import { removeCluster } from '../../local/remove.ts';
import { names, stateDirectory, statePath } from '../../local/state.ts';
import { markedProcesses } from '../../local/strays.ts';
import { waitFor } from '../../local/wait.ts';
import { silentProgress } from '../../progress.ts';

// The life of the machine's one cluster, in order: it needs a machine on which `up` has not run, and leaves it so.

// Where the node's tools put things outside the state directory, beside what other programs put there.
const shared = ['/run/containerd/s', '/var/log/pods', '/var/log/containers', '/run/buildkit'];
const before = { sysctls: sysctls(), rules: '', veths: 0, files: sharedFiles() };
let release: (() => void) | undefined;
let isOurs = false;

beforeAll(async () => {
  release = await acquireClusterLock('test:matrix');
  if (existsSync(stateDirectory))
    throw new Error('A local cluster is there. Run `npm run down` first: this test ends it.');
  before.rules = await rules();
  before.veths = await veths();
  isOurs = true;
});
afterAll(async () => {
  if (isOurs) await removeCluster();
  release?.();
});

it('comes up, with a pod that runs', async () => {
  await ensureCluster(silentProgress, engineNames);
  const { registry } = await clusterPorts();
  await kubectl(['run', 'sleeper', `--image=127.0.0.1:${registry}/pause:1`]);
  await kubectl(['wait', '--for=condition=Ready', 'pod/sleeper', '--timeout=60s']);
});

it('refuses a second command at the same time, and names the first', async () => {
  await expect(acquireClusterLock('up')).rejects.toThrow(/in use by `npm run test:matrix` \(process \d+\)/);
});

it('says whose port is taken, and by what to see it', async () => {
  await stopDaemon('registry');
  const { registry } = await clusterPorts();
  const other = createServer().listen(registry, '127.0.0.1');
  await once(other, 'listening');
  try {
    await expect(ensureCluster(silentProgress, engineNames)).rejects.toThrow(
      `Port ${registry}, which registry of the local cluster`,
    );
  } finally {
    await new Promise(resolve => other.close(resolve));
  }
});

it('survives a kill -9 of every process it had started', async () => {
  for (const { pid } of markedProcesses()) process.kill(pid, 'SIGKILL');
  await waitFor('their end', async () => markedProcesses().length === 0, { timeoutMs: 10_000 });
  await ensureCluster(silentProgress, engineNames);
  await kubectl(['wait', '--for=condition=Ready', 'pod/sleeper', '--timeout=90s']);
});

it('ends a daemon that no pid file names', async () => {
  const [stray] = markedProcesses().filter(({ daemon }) => daemon === 'kube-scheduler');
  await $({ quiet: true })`rm ${statePath('run', 'kube-scheduler.json')}`;
  await ensureCluster(silentProgress, engineNames);
  const now = markedProcesses().filter(({ daemon }) => daemon === 'kube-scheduler');
  expect(now).toHaveLength(1);
  expect(now[0]?.pid).not.toBe(stray?.pid);
});

it('leaves nothing behind when it is removed', async () => {
  await removeCluster();
  expect(markedProcesses()).toEqual([]);
  expect(recordedDaemons()).toEqual([]);
  expect(ownCgroups().filter(existsSync)).toEqual([]);
  expect(readFileSync('/proc/mounts', 'utf8')).not.toContain(stateDirectory);
  expect(existsSync(`/sys/class/net/${names.bridge}`)).toBe(false);
  expect(await veths()).toBe(before.veths);
  expect(await rules()).toBe(before.rules);
  expect(sysctls()).toEqual(before.sysctls);
  const places = [
    stateDirectory,
    '/var/lib/cni/networks/vad-gitops',
    '/run/containerd/runc/k8s.io',
    '/var/lib/kubelet',
  ];
  expect(places.filter(existsSync)).toEqual([]);
  expect(sharedFiles().filter(file => !before.files.includes(file))).toEqual([]);
});

/** The names of chains and rules that a cluster makes; the built-in chains appear by merely being looked at. */
async function rules(): Promise<string> {
  const saved = await Promise.all([$({ quiet: true })`iptables-save`, $({ quiet: true })`ip6tables-save`]);
  const lines = saved.flatMap(({ stdout }) => stdout.split('\n'));
  return lines.filter(line => /KUBE|CNI/.test(line)).join('\n');
}

function sharedFiles(): string[] {
  return shared.filter(existsSync).flatMap(place => readdirSync(place));
}

async function veths(): Promise<number> {
  return (await $({ quiet: true })`ip -o link show type veth`).stdout.split('\n').length;
}

function sysctls(): Record<string, string> {
  const names = ['net/ipv4/ip_forward', 'vm/overcommit_memory', 'kernel/panic', 'kernel/panic_on_oops'];
  return Object.fromEntries(names.map(name => [name, readFileSync(`/proc/sys/${name}`, 'utf8').trim()]));
}
