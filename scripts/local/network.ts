import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { $ } from 'zx';
import { Failure } from '../failure.ts';
import { names, readState, statePath, writeState } from './state.ts';

export interface Network {
  /** The pods' subnet, a /24. */
  readonly subnet: string;
  /** The bridge's address in it: the node's address and the API server's advertised one. */
  readonly gateway: string;
}

export const SERVICE_SUBNET = '10.96.0.0/16';

// What kubelet and kube-proxy change; `down` restores what was there before.
const SYSCTLS = [
  'net/ipv4/ip_forward',
  'net/ipv4/conf/all/route_localnet',
  'net/bridge/bridge-nf-call-iptables',
  'net/netfilter/nf_conntrack_max',
  'net/netfilter/nf_conntrack_tcp_timeout_established',
  'net/netfilter/nf_conntrack_tcp_timeout_close_wait',
  'vm/overcommit_memory',
  'vm/panic_on_oom',
  'kernel/panic',
  'kernel/panic_on_oops',
] as const;

/** Whether `up` has begun to make this machine a node. */
export const hasNode = (): boolean => readState('network.json') !== undefined;

/** Makes the bridge on which the node and its pods live; records first what `down` has to restore. */
export async function ensureNetwork(): Promise<Network> {
  recordSysctls();
  const network = (readState('network.json') as Network | undefined) ?? (await pickNetwork());
  const run = $({ quiet: true });
  if (!existsSync(`/sys/class/net/${names.bridge}`)) await run`ip link add ${names.bridge} type bridge`;
  await run`ip addr replace ${network.gateway}/24 dev ${names.bridge}`;
  await run`ip link set ${names.bridge} up`;
  writeFileSync('/proc/sys/net/ipv4/ip_forward', '1');
  await writeCniConfig(network);
  return network;
}

async function pickNetwork(): Promise<Network> {
  const routes = await $({ quiet: true })`ip -4 -o route show`.text();
  for (let third = 0; third < 16; third++) {
    const prefix = `10.244.${third}`;
    if (routes.includes(`10.244.0.0/16`)) break;
    if (routes.includes(`${prefix}.`)) continue;
    const network = { subnet: `${prefix}.0/24`, gateway: `${prefix}.1` };
    writeState('network.json', network);
    return network;
  }
  throw new Failure('Another network of this machine uses 10.244.0.0/16, where the local cluster puts its pods.', {
    next: 'End the program that owns it (`ip route` names its interface), or use another machine.',
  });
}

async function writeCniConfig(network: Network): Promise<void> {
  const bridge = {
    type: 'bridge',
    bridge: names.bridge,
    isGateway: true,
    ipMasq: true,
    hairpinMode: true,
    ipam: { type: 'host-local', ranges: [[{ subnet: network.subnet }]], routes: [{ dst: '0.0.0.0/0' }] },
  };
  await mkdir(statePath('cni'), { recursive: true });
  const list = { cniVersion: '0.4.0', name: names.cniNetwork, plugins: [bridge] };
  await writeFile(statePath('cni', '10-bridge.conflist'), JSON.stringify(list, null, 2));
}

function recordSysctls(): void {
  if (readState('sysctls.json')) return;
  const values: Record<string, string> = {};
  for (const name of SYSCTLS) if (existsSync(`/proc/sys/${name}`)) values[name] = readSysctl(name);
  writeState('sysctls.json', values);
}

/** Puts the kernel settings back that were there before the first `up`. */
export function restoreSysctls(): void {
  const values = (readState('sysctls.json') ?? {}) as Record<string, string>;
  for (const [name, value] of Object.entries(values)) {
    if (existsSync(`/proc/sys/${name}`) && readSysctl(name) !== value) writeFileSync(`/proc/sys/${name}`, value);
  }
}

const readSysctl = (name: string) => readFileSync(`/proc/sys/${name}`, 'utf8').trim();
