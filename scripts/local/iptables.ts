import { $ } from 'zx';
import { names } from './state.ts';

const BUILT_IN = /^-A (PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING) /;

/** Removes kube-proxy's, the kubelet's and our CNI network's chains, and the rules that lead to them. */
export async function removeRules(): Promise<void> {
  for (const tool of ['iptables', 'ip6tables']) {
    for (const table of ['mangle', 'filter', 'nat']) {
      const saved = await $({ quiet: true, nothrow: true })`${tool}-save -t ${table}`;
      if (saved.exitCode !== 0) continue;
      const input = removalScript(table, saved.stdout);
      if (input) await $({ quiet: true, input })`${tool}-restore --noflush`;
    }
  }
}

/** What iptables-restore has to read to undo our part of one saved table; empty where there is none. */
export function removalScript(table: string, saved: string): string {
  const lines = saved.split('\n');
  const chains = ownChains(lines);
  if (chains.length === 0) return '';
  const leadsToOurs = (line: string) =>
    chains.some(chain => line.endsWith(` -j ${chain}`) || line.includes(` -j ${chain} `));
  const hooks = lines.filter(line => BUILT_IN.test(line) && leadsToOurs(line)).map(line => line.replace(/^-A/, '-D'));
  return [`*${table}`, ...hooks, ...chains.map(c => `-F ${c}`), ...chains.map(c => `-X ${c}`), 'COMMIT', ''].join('\n');
}

function ownChains(lines: readonly string[]): string[] {
  const chains = new Set<string>();
  for (const line of lines) {
    const declared = /^:((?:KUBE|CNI-HOSTPORT|CNI-DN)-?\S*) /.exec(line)?.[1];
    if (declared) chains.add(declared);
    // A pod's chain is known by the network that the CNI plugin names in its comment.
    if (line.includes(`name: \\"${names.cniNetwork}\\"`)) {
      for (const match of line.matchAll(/-[Aj] (CNI-[0-9a-f]+)/g)) if (match[1]) chains.add(match[1]);
    }
  }
  return [...chains];
}
