import type { Access, Job } from './access.ts';
import { cloud, need, parsed, secretFile } from './cloud.ts';
import { requestIdToken, tokenSource } from './id-token.ts';
import type { ClusterSettings } from './settings.ts';

type Settings = Extract<ClusterSettings, { kind: 'eks' }>;

/**
 * Exchanges the id token for an hour of the role, and lets kubectl have its tokens (15 minutes each) from `aws` with that
 * role's credentials, since by then the id token has run out.
 */
export async function eksAccess({ cluster, region, role }: Settings, job: Job): Promise<Access> {
  const token = await requestIdToken(tokenSource(job.env, 'sts.amazonaws.com'), job.signal);
  job.mask(token);
  const identity = {
    AWS_ROLE_ARN: role,
    AWS_WEB_IDENTITY_TOKEN_FILE: await secretFile(job, 'id-token', token),
    AWS_ROLE_SESSION_NAME: `vad-gitops-${job.env.GITHUB_RUN_ID ?? 'run'}`,
    // Keys or a profile of the runner would win over the role.
    ...noKeys,
  };
  const exported = parsed(
    await cloud(job, 'aws', ['configure', 'export-credentials', '--format', 'process'], identity),
  );
  const keys = {
    AWS_ACCESS_KEY_ID: need(exported, 'the role', 'AccessKeyId'),
    AWS_SECRET_ACCESS_KEY: need(exported, 'the role', 'SecretAccessKey'),
    AWS_SESSION_TOKEN: need(exported, 'the role', 'SessionToken'),
  };
  for (const secret of Object.values(keys)) job.mask(secret);
  const words = ['--region', region, '--output', 'json'];
  const described = parsed(await cloud(job, 'aws', ['eks', 'describe-cluster', '--name', cluster, ...words], keys));
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1beta1',
    command: 'aws',
    args: ['eks', 'get-token', '--cluster-name', cluster, ...words],
    env: Object.entries(keys).map(([name, value]) => ({ name, value })),
    interactiveMode: 'Never',
  };
  return {
    server: need(described, 'the cluster', 'cluster', 'endpoint'),
    ca: need(described, 'the cluster', 'cluster', 'certificateAuthority', 'data'),
    user: { exec },
  };
}

const noKeys = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_SESSION_TOKEN: undefined,
  AWS_PROFILE: undefined,
};
