import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { login, tokenService } from './setup.ts';

const id = '01234567-89ab-cdef-0123-456789abcdef';
const eks = ['kind=eks', 'cluster=vixio', 'region=eu-central-1', 'role=arn:aws:iam::123456789012:role/verifier'];
const keys = { AccessKeyId: 'AKIA', SecretAccessKey: 'secret-key', SessionToken: 'session' };
const eksAnswers = {
  'aws configure export-credentials': JSON.stringify({ Version: 1, ...keys }),
  'aws eks describe-cluster': JSON.stringify({
    cluster: { endpoint: 'https://eks.example', certificateAuthority: { data: 'Q0E=' } },
  }),
};

/** Tokens that name their audience, so that a test sees for whom one was asked. */
const tokens = () => tokenService(audience => `token-for-${audience}`);

test('eks: the id token buys an hour of the role, by which kubectl has its tokens', async () => {
  const { calls, kubeconfig, ...ended } = await login(eks.join('\n'), eksAnswers, {
    ...(await tokens()),
    AWS_ACCESS_KEY_ID: 'of-the-runner',
    AWS_PROFILE: 'of-the-runner',
  });
  expect(ended.code, ended.stdout).toBe(0);
  const [exchange, describe] = calls;
  expect(exchange?.files).toEqual(['token-for-sts.amazonaws.com']);
  expect(exchange?.env).toMatchObject({ AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/verifier' });
  expect(exchange?.env).not.toHaveProperty('AWS_ACCESS_KEY_ID');
  expect(exchange?.env).not.toHaveProperty('AWS_PROFILE');
  expect(describe?.env).toMatchObject({ AWS_ACCESS_KEY_ID: 'AKIA', AWS_SESSION_TOKEN: 'session' });
  expect(kubeconfig?.clusters[0]?.cluster).toEqual({
    server: 'https://eks.example',
    'certificate-authority-data': 'Q0E=',
  });
  expect(kubeconfig?.users[0]?.user.exec).toMatchObject({
    command: 'aws',
    args: expect.arrayContaining(['get-token', '--cluster-name', 'vixio']),
    env: expect.arrayContaining([{ name: 'AWS_SECRET_ACCESS_KEY', value: 'secret-key' }]),
  });
  expect(statSync(ended.outputs.kubeconfig ?? '').mode & 0o777).toBe(0o600);
});

test('gke: gcloud itself asks for the id token, and its access token is what kubectl gets', async () => {
  const provider = 'projects/123/locations/global/workloadIdentityPools/github/providers/vad';
  const lines = [
    'kind=gke',
    'cluster=v',
    'location=l',
    'project=p',
    `provider=${provider}`,
    'service-account=a@p.example',
  ];
  const { calls, kubeconfig, ...ended } = await login(
    lines.join('\n'),
    {
      'gcloud auth login': '',
      'gcloud container clusters describe v': '{"endpoint":"10.0.0.1","masterAuth":{"clusterCaCertificate":"Q0E="}}',
      'gcloud auth print-access-token': 'ya29.access\n',
    },
    await tokens(),
  );
  expect(ended.code, ended.stdout).toBe(0);
  const credential = JSON.parse(calls[0]?.files[0] ?? '');
  expect(credential).toMatchObject({ audience: `//iam.googleapis.com/${provider}` });
  const asked = await fetch(credential.credential_source.url, { headers: credential.credential_source.headers });
  expect(await asked.json()).toEqual({ value: `token-for-https://iam.googleapis.com/${provider}` });
  expect(new Set(calls.map(({ env }) => env.CLOUDSDK_CONFIG))).toHaveLength(1);
  expect(kubeconfig?.clusters[0]?.cluster).toMatchObject({ server: 'https://10.0.0.1' });
  expect(kubeconfig?.users[0]?.user).toEqual({ token: 'ya29.access' });
});

test('aks: a federated login, and a token for the API server', async () => {
  const lines = ['kind=aks', 'cluster=v', 'resource-group=g', `subscription=${id}`, `tenant=${id}`, `client=${id}`];
  const given = 'clusters: [{cluster: {server: "https://aks.example:443", certificate-authority-data: Q0E=}}]';
  const { calls, kubeconfig, ...ended } = await login(
    lines.join('\n'),
    {
      'az login': '',
      'az aks get-credentials': `file:${given}`,
      'az account get-access-token': '{"accessToken":"entra"}',
    },
    await tokens(),
  );
  expect(ended.code, ended.stdout).toBe(0);
  expect(calls[0]?.files).toEqual(['token-for-api://AzureADTokenExchange']);
  expect(calls[0]?.env).toHaveProperty('AZURE_CONFIG_DIR');
  expect(kubeconfig?.clusters[0]?.cluster).toMatchObject({ server: 'https://aks.example:443' });
  expect(kubeconfig?.users[0]?.user).toEqual({ token: 'entra' });
});

test('no secret is in an argument, nor in the log but to be masked, nor in the report', async () => {
  const { calls, stdout, outputs } = await login(eks.join('\n'), eksAnswers, await tokens());
  const secrets = ['token-for-sts.amazonaws.com', 'secret-key', 'session', 'runner-secret'];
  const shown = stdout
    .split('\n')
    .filter(line => !line.startsWith('::add-mask::'))
    .join('\n');
  const said = JSON.stringify([calls.map(({ args }) => args), shown, outputs]);
  for (const secret of secrets) expect(said).not.toContain(secret);
  for (const secret of secrets.slice(0, 3)) expect(stdout).toContain(`::add-mask::${secret}`);
});

test('a cloud that refuses is told with its own words', async () => {
  const { code, stdout, outputs } = await login(
    eks.join('\n'),
    { ...eksAnswers, 'aws configure export-credentials': null },
    await tokens(),
  );
  expect([code, outputs['failure-reason']]).toEqual([1, 'cluster-login-failed']);
  expect(stdout).toContain('aws configure export-credentials');
  expect(stdout).toContain('refused');
});

test('an answer without what is needed names it', async () => {
  const answers = { ...eksAnswers, 'aws eks describe-cluster': '{"cluster":{"status":"CREATING"}}' };
  const { outputs, stdout } = await login(eks.join('\n'), answers, await tokens());
  expect(outputs['failure-reason']).toBe('cluster-login-failed');
  expect(stdout).toContain('lacks cluster.endpoint');
});
