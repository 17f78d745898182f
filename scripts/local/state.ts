import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Everything the local cluster keeps on disk, but for the few places the node's tools insist on (remove.ts). */
export const stateDirectory = '/var/lib/vad-gitops';

/** A path inside the state directory. */
export const statePath = (...parts: string[]): string => join(stateDirectory, ...parts);

/** Whether `up` has made a cluster on this machine that `down` has not removed. */
export const clusterExists = (): boolean => existsSync(statePath('ports.json'));

/** Names by which the harness knows what is its own when it removes things. */
export const names = {
  bridge: 'vadgitops0',
  cniNetwork: 'vad-gitops',
  cgroup: 'vad-gitops',
  node: 'vad-gitops',
  builder: 'vad-gitops-local',
} as const;

export const kubeconfigs = {
  admin: statePath('admin.kubeconfig'),
  kubelet: statePath('kubelet.kubeconfig'),
} as const;

/** Reads a JSON file of the state directory; undefined where there is none. */
export function readState(file: string): unknown {
  try {
    return JSON.parse(readFileSync(statePath(file), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes a JSON file of the state directory. */
export function writeState(file: string, value: unknown): void {
  mkdirSync(stateDirectory, { recursive: true });
  const aside = statePath(`${file}.new`);
  writeFileSync(aside, `${JSON.stringify(value, null, 2)}\n`);
  renameSync(aside, statePath(file)); // whole or not at all, also after a kill
}
