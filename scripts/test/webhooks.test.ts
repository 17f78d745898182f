import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { $ } from 'zx';
import { schemaFault } from '../check/manifests.ts';
import { schemaLocation } from '../check/schemas.ts';
import { terminalProgress } from '../progress.ts';
import { ensureTools } from '../tools/build.ts';
import { at, pick, render, root } from './render.ts';

const page = readFileSync(join(root, 'docs/webhooks.md'), 'utf8');
const texts = [...page.matchAll(/^ +```yaml\n(.*?)^ +```$/gms)].map(([, text = '']) => text);
const objects = texts.map(text => parse(text));

beforeAll(() => ensureTools(['kustomize', 'kubeconform', 'kubernetes'], terminalProgress()));

test('the Receiver rings for the GitRepositories that an owner applies, and for nothing else', async () => {
  const receiver = pick(objects, 'Receiver', 'vad-service');
  const sources = await Promise.all(
    ['staging', 'production'].map(async environment => {
      const manifests = await render(`kustomize/clusters/${environment}/flux`);
      const { apiVersion, kind, metadata } = pick(manifests, 'GitRepository', `vad-service-${environment}`);
      expect(metadata.namespace).toBe(receiver.metadata.namespace);
      return { apiVersion, kind, name: metadata.name };
    }),
  );
  // No schema of it is pinned here: its fields are those of notification-controller's own v1.
  expect(receiver).toEqual({
    apiVersion: 'notification.toolkit.fluxcd.io/v1',
    kind: 'Receiver',
    metadata: { name: 'vad-service', namespace: 'flux-system' },
    spec: {
      type: 'github',
      events: ['ping', 'push'],
      secretRef: { name: 'vad-service-webhook' },
      resources: sources,
    },
  });
  expect(page).toContain(`create secret generic ${at(receiver, 'spec.secretRef.name')} --from-file=token=`);
});

test('the Ingress fits its schema', async () => {
  const ingress = texts.find(text => /kind: Ingress/.test(text)) ?? '';
  expect(objects.map(({ kind }) => kind)).toEqual(['Receiver', 'Ingress']);
  expect(await schemaFault(ingress, await schemaLocation())).toBeUndefined();
});

test('its commands keep the secret in files, as Argo CD and Flux read it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vad-gitops-webhooks-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [generate, argocd, create] = ['umask', 'printf', 'kubectl --namespace flux-system create'].map(start => {
    const line = page.split('\n').find(text => text.trim().startsWith(start));
    return line?.trim() ?? `false # the page has no command ${start}`;
  });
  const shell = $({ cwd: folder, quiet: true });
  await shell`bash -c ${generate}`;
  const secret = readFileSync(join(folder, 'webhook-secret'), 'utf8');
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  await shell`bash -c ${argocd}`;
  const patch = JSON.parse(readFileSync(join(folder, 'patch.json'), 'utf8'));
  expect(patch).toEqual({ stringData: { 'webhook.github.secret': secret } });
  const { stdout } = await shell`bash -c ${`${create} --dry-run=client --output json`}`;
  expect(JSON.parse(stdout).data).toEqual({ token: Buffer.from(secret).toString('base64') });
});
