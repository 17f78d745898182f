import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../toolkit/report.ts';
import { say } from '../toolkit/report.ts';
import { type Access, type Job, kubeconfig } from './access.ts';
import { aksAccess } from './aks.ts';
import { secretFile } from './cloud.ts';
import { eksAccess } from './eks.ts';
import { gkeAccess } from './gke.ts';
import { oidcAccess } from './oidc.ts';
import type { ClusterSettings } from './settings.ts';

/** Logs in and writes the kubeconfig. `self` is the command that starts us, for kubectl. */
export async function clusterLogin(settings: ClusterSettings, job: Job, self: readonly string[]): Promise<Result> {
  const access = await accessTo(settings, job, self);
  const file = await secretFile(job, 'kubeconfig', kubeconfig(access));
  say(`Logged in to ${access.server} by ${settings.kind}.`);
  return {
    outputs: { kubeconfig: file, kind: settings.kind },
    report: { kind: settings.kind, server: access.server },
    summary: '',
  };
}

/** A folder for the job's secrets, which the runner removes with the job. */
export async function secretFolder(env: NodeJS.ProcessEnv): Promise<string> {
  const folder = await mkdtemp(join(env.RUNNER_TEMP ?? tmpdir(), 'cluster-login-'));
  await chmod(folder, 0o700);
  return folder;
}

function accessTo(settings: ClusterSettings, job: Job, self: readonly string[]): Promise<Access> {
  switch (settings.kind) {
    case 'oidc':
      return oidcAccess(settings, job, self);
    case 'eks':
      return eksAccess(settings, job);
    case 'gke':
      return gkeAccess(settings, job);
    case 'aks':
      return aksAccess(settings, job);
  }
}
