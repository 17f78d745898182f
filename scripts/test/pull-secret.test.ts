import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { $ } from 'zx';
import { terminalProgress } from '../progress.ts';
import { ensureTools } from '../tools/build.ts';
import { pick, render, root } from './render.ts';

beforeAll(() => ensureTools(['kustomize', 'kubernetes'], terminalProgress()));

const overlay = 'kustomize/overlays/staging';

function copyOfManifests(): string {
  const copy = mkdtempSync(join(tmpdir(), 'vad-gitops-pull-secret-'));
  onTestFinished(() => rmSync(copy, { recursive: true }));
  cpSync(join(root, 'kustomize'), join(copy, 'kustomize'), { recursive: true });
  return copy;
}

test('an overlay that names it gives the ServiceAccount the Secret, and changes nothing else', async () => {
  const copy = copyOfManifests();
  const file = join(copy, overlay, 'kustomization.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^components:\n/m, '$&  - ../../components/pull-secret\n'));
  const expected = structuredClone(await render(overlay));
  Object.assign(pick(expected, 'ServiceAccount', 'vad-service'), { imagePullSecrets: [{ name: 'registry-pull' }] });
  expect(await render(join(copy, overlay))).toEqual(expected);
});

test.each(['staging', 'production'])('%s does without it by default', environment => {
  const { components } = parse(
    readFileSync(join(root, `kustomize/overlays/${environment}/kustomization.yaml`), 'utf8'),
  );
  expect(components).not.toContain('../../components/pull-secret');
});

test('the command in the README makes a Secret of that name and of the type that the kubelet takes', async () => {
  const readme = readFileSync(join(root, 'kustomize/README.md'), 'utf8');
  const [, command = ''] = /^ *kubectl (.*create secret .*)$/m.exec(readme) ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'vad-gitops-pull-secret-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(join(root, 'package.json'), join(folder, 'pull/config.json'));
  const run = $({ cwd: folder, quiet: true });
  const { stdout } = await run`kubectl ${command.split(' ')} --dry-run=client --output yaml`;
  expect(parse(stdout)).toMatchObject({
    metadata: { name: 'registry-pull', namespace: 'vixio-staging' },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': expect.any(String) },
  });
});
