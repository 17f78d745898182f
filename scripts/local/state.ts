import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure.ts';

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
  let text: string;
  try {
    text = readFileSync(statePath(file), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return parseState(file, text);
}

/** The content of a state file. @throws Failure where it is none, with the way out */
export function parseState(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Failure(`${statePath(file)} is not what \`npm run up\` writes.`, { cause, next: beginAnew });
  }
}

/** Fails where the state directory's place is taken by something else. Another's files in it would go with `down`. */
export function expectStateDirectory(folder = stateDirectory): void {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined || found.isDirectory()) return;
  throw new Failure(`${folder}, where the local cluster keeps its state, is no folder.`, {
    next: 'Move away what is there, then run the same command again.',
  });
}

const beginAnew = '`npm run down` ends the cluster and removes its state; then `npm run up` begins anew.';

/** Writes a JSON file of the state directory. */
export function writeState(file: string, value: unknown): void {
  mkdirSync(stateDirectory, { recursive: true });
  const aside = statePath(`${file}.new`);
  writeFileSync(aside, `${JSON.stringify(value, null, 2)}\n`);
  renameSync(aside, statePath(file)); // whole or not at all, also after a kill
}
