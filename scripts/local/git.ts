import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { $ } from 'zx';
import { ensureDaemon, untilReady } from './daemon.ts';
import type { Ports } from './ports.ts';
import { isFree } from './ports.ts';
import { kubeconfigs, statePath } from './state.ts';

export const DEFAULT_REPOSITORY = 'vad-gitops';

/** The address under which a repository of the local Git host is cloned, pushed to and synced from. */
export const repositoryUrl = (ports: Ports, name: string): string => `http://127.0.0.1:${ports.git}/${name}.git`;

/** Where that repository is; bare. */
export const repositoryPath = (name: string): string => statePath('git', `${name}.git`);

/** Serves the bare repositories of the state directory over http. */
export async function ensureGitServer(ports: Ports): Promise<void> {
  await mkdir(statePath('git'), { recursive: true });
  const script = join(import.meta.dirname, 'git-server.ts');
  await ensureDaemon({
    name: 'git-server',
    command: process.execPath,
    args: [script, String(ports.git), statePath('git'), kubeconfigs.admin],
    ports: [ports.git],
    version: readFileSync(script, 'utf8') + readFileSync(join(import.meta.dirname, 'refresh.ts'), 'utf8'),
  });
  await untilReady('git-server', async () => !(await isFree(ports.git)));
}

/** Makes an empty bare repository with a branch main, or completes one that a killed run has begun. */
export async function ensureRepository(name: string): Promise<void> {
  const path = repositoryPath(name);
  const run = $({ quiet: true });
  await run`git init --quiet --bare --initial-branch=main ${path}`; // leaves one that is there as it is
  await run`git -C ${path} config http.receivepack true`;
  // As on GitHub: partial clones, and any commit by its id.
  await run`git -C ${path} config uploadpack.allowFilter true`;
  await run`git -C ${path} config uploadpack.allowAnySHA1InWant true`;
}
