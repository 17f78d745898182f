import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Access, Job } from './access.ts';
import { cloud, need, parsed, secretFile } from './cloud.ts';
import { requestIdToken, tokenSource } from './id-token.ts';
import type { ClusterSettings } from './settings.ts';

type Settings = Extract<ClusterSettings, { kind: 'aks' }>;

/** Microsoft's own application that every AKS cluster with Entra ID takes tokens of. */
const aksServer = '6dae42f8-4368-4678-94ff-3960e28e3630';

/** Logs in by a federated credential; the token for the API server lasts an hour or more. Needs a cluster with Entra ID. */
export async function aksAccess(settings: Settings, job: Job): Promise<Access> {
  const { cluster, subscription, tenant, client } = settings;
  const token = await requestIdToken(tokenSource(job.env, 'api://AzureADTokenExchange'), job.signal);
  job.mask(token);
  const idToken = await secretFile(job, 'id-token', token);
  const env = { AZURE_CONFIG_DIR: join(job.folder, 'azure'), AZURE_CORE_COLLECT_TELEMETRY: 'no' };
  const az = (...args: readonly string[]) => cloud(job, 'az', args, env);
  // `@file`, so that the token is no argument.
  const who = ['--service-principal', '--username', client, '--tenant', tenant, '--federated-token', `@${idToken}`];
  await az('login', ...who, '--allow-no-subscriptions', '--output', 'none');
  const file = join(job.folder, 'aks.yaml');
  const which = ['--name', cluster, '--resource-group', settings['resource-group'], '--subscription', subscription];
  await az('aks', 'get-credentials', ...which, '--format', 'exec', '--file', file, '--overwrite-existing');
  const given: unknown = parse(await readFile(file, 'utf8'));
  const answer = parsed(await az('account', 'get-access-token', '--resource', aksServer, '--output', 'json'));
  const access = need(answer, 'the login', 'accessToken');
  job.mask(access);
  return {
    server: need(given, 'the cluster', 'clusters', 0, 'cluster', 'server'),
    ca: need(given, 'the cluster', 'clusters', 0, 'cluster', 'certificate-authority-data'),
    user: { token: access },
  };
}
