import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { $ } from 'zx';
import { type TokenEnvironment, tokenService } from '../../actions/test/cluster-login/setup.ts';
import { runAction } from '../../actions/test/harness.ts';
import { terminalProgress } from '../progress.ts';
import { ensureTools } from '../tools/build.ts';
import { type ApiServer, startApiServer } from './oidc/api-server.ts';
import { type Issuer, startIssuer } from './oidc/issuer.ts';
import { root } from './render.ts';

// The way that .github/actions/cluster-access/README.md describes, on a real API server: its own configuration and commands.
const page = readFileSync(join(root, '.github/actions/cluster-access/README.md'), 'utf8');
const staging = 'repo:acme/voice:environment:staging';
const audience = 'vad-gitops-staging';

let folder: string;
let issuer: Issuer;
let api: ApiServer;

beforeAll(async () => {
  await ensureTools(['kubernetes', 'kustomize'], terminalProgress());
  folder = mkdtempSync(join(tmpdir(), 'vad-gitops-oidc-'));
  issuer = await startIssuer(folder);
  api = await startApiServer(folder, authentication());
  for (const name of ['vixio-staging', 'argocd']) await api.admin(['create', 'namespace', name]);
  const { stdout } = await $({ cwd: root, quiet: true })`kustomize build kustomize/clusters/staging/rbac`;
  await api.admin(['apply', '--filename', '-'], stdout);
  await api.admin(['apply', '--filename', join(root, 'kustomize/clusters/staging/argocd/application-reader.yaml')]);
  const bindings = [...page.matchAll(/^kubectl (.* create rolebinding .*)$/gm)].map(([, line = '']) => line);
  expect(bindings).toHaveLength(2);
  for (const line of bindings) await api.admin(line.replace('IDENTITY', `github:${staging}`).split(' '));
}, 120_000);

afterAll(async () => {
  await api?.stop();
  issuer?.server.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** The page's configuration, with the local issuer in the place of GitHub's. */
function authentication(): string {
  const [, text = ''] = /^```yaml\n(.*?AuthenticationConfiguration.*?)^```$/ms.exec(page) ?? [];
  const given = parse(text);
  Object.assign(given.jwt[0].issuer, { url: issuer.url, certificateAuthority: issuer.authority });
  return stringify(given);
}

/** Logs in by the action, and gives a kubectl of that login. */
async function login(env: TokenEnvironment) {
  const cluster = ['kind=oidc', `server=${api.url}`, `ca=${api.ca}`, `audience=${audience}`].join('\n');
  const ended = await runAction('cluster-login', {
    inputs: { cluster },
    cwd: folder,
    env: { ...env, RUNNER_TEMP: folder },
  });
  expect(ended.code, ended.stdout).toBe(0);
  const run = $({ quiet: true, nothrow: true, env: { ...process.env, ...env, KUBECONFIG: ended.outputs.kubeconfig } });
  return async (...args: readonly string[]) => await run`kubectl ${args}`;
}

test('the job’s identity may read what the verifier reads, and nothing else', async () => {
  const kubectl = await login(await tokenService(aud => issuer.token({ aud, sub: staging })));
  const who = await kubectl('auth', 'whoami', '--output', 'jsonpath={.status.userInfo.username}');
  expect(who.stdout, who.stderr).toBe(`github:${staging}`);
  const may = async (...words: readonly string[]) =>
    (await kubectl('auth', 'can-i', ...words, '--namespace', 'vixio-staging')).stdout.trim();
  expect(await may('list', 'pods')).toBe('yes');
  expect(await may('get', 'pods/log')).toBe('yes');
  expect(await may('get', 'secrets')).toBe('no');
  expect(await may('delete', 'pods')).toBe('no');
  // No Application is there, nor its kind: an answer other than "Forbidden" is what the right to read gets.
  const application = async (name: string) =>
    (await kubectl('get', '--raw', `/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/${name}`)).stderr;
  expect(await application('vad-service-staging')).toContain('NotFound');
  expect(await application('vad-service-production')).toContain('Forbidden');
  const pods = await kubectl('get', 'pods', '--namespace', 'vixio-staging');
  expect([pods.exitCode, pods.stderr]).toEqual([0, expect.stringContaining('No resources found')]);
});

test('each kubectl asks for a token of its own, so that a long rollout outlives one', async () => {
  let asked = 0;
  const kubectl = await login(
    await tokenService(aud => issuer.token({ aud, sub: staging }, ++asked === 1 ? -60 : 300)),
  );
  expect(asked).toBe(1);
  expect((await kubectl('get', 'pods', '--namespace', 'vixio-staging')).exitCode).toBe(0);
  expect(asked).toBe(2);
});

test('another environment of the repository may read nothing', async () => {
  const sub = 'repo:acme/voice:environment:production';
  const kubectl = await login(await tokenService(aud => issuer.token({ aud, sub })));
  const { exitCode, stderr } = await kubectl('get', 'pods', '--namespace', 'vixio-staging');
  expect(exitCode).toBe(1);
  expect(stderr).toContain(`User "github:${sub}" cannot list resource "pods"`);
});

test.each([
  ['for another audience', () => issuer.token({ aud: 'somebody-else', sub: staging })],
  ['that has run out', () => issuer.token({ aud: audience, sub: staging }, -60)],
  ['that nobody signed', () => `${issuer.token({ aud: audience, sub: staging }).replace(/[^.]*$/, '')}AAAA`],
])('a token %s is refused', async (_, token) => {
  const kubectl = await login(await tokenService(token));
  const { exitCode, stderr } = await kubectl('get', 'pods', '--namespace', 'vixio-staging');
  expect(exitCode).toBe(1);
  expect(stderr).toContain('Unauthorized');
});
