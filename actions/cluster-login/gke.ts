import { join } from 'node:path';
import type { Access, Job } from './access.ts';
import { cloud, need, parsed, secretFile } from './cloud.ts';
import { tokenSource } from './id-token.ts';
import type { ClusterSettings } from './settings.ts';

type Settings = Extract<ClusterSettings, { kind: 'gke' }>;

/** Impersonates the service account by workload identity federation; its access token lasts an hour. */
export async function gkeAccess(settings: Settings, job: Job): Promise<Access> {
  const { cluster, location, project } = settings;
  const file = await secretFile(job, 'google.json', JSON.stringify(credential(settings, job)));
  // A folder of its own: nothing of the runner's logins is used or changed.
  const env = { CLOUDSDK_CONFIG: join(job.folder, 'gcloud'), CLOUDSDK_CORE_DISABLE_PROMPTS: '1' };
  await cloud(job, 'gcloud', ['auth', 'login', `--cred-file=${file}`, '--quiet'], env);
  const place = [`--location=${location}`, `--project=${project}`, '--format=json'];
  const described = parsed(await cloud(job, 'gcloud', ['container', 'clusters', 'describe', cluster, ...place], env));
  const token = (await cloud(job, 'gcloud', ['auth', 'print-access-token'], env)).trim();
  job.mask(token);
  return {
    server: `https://${need(described, 'the cluster', 'endpoint')}`,
    ca: need(described, 'the cluster', 'masterAuth', 'clusterCaCertificate'),
    user: { token },
  };
}

// The form that google-auth libraries read (AIP-4117). Written here, since gcloud's own command would take the bearer as an argument.
function credential({ provider, 'service-account': account }: Settings, job: Job): object {
  const { url, bearer } = tokenSource(job.env, `https://iam.googleapis.com/${provider}`);
  return {
    type: 'external_account',
    audience: `//iam.googleapis.com/${provider}`,
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: 'https://sts.googleapis.com/v1/token',
    service_account_impersonation_url: `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${account}:generateAccessToken`,
    credential_source: {
      url,
      headers: { Authorization: `Bearer ${bearer}` },
      format: { type: 'json', subject_token_field_name: 'value' },
    },
  };
}
