import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { terminalProgress } from '../progress.ts';
import { ensureTools } from '../tools/build.ts';
import { at, pick, render, root } from './render.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const released = `
images:
  - name: vad-service.invalid/unreleased
    newName: registry.example/vad-service
    newTag: src-1
    digest: ${digest}
patches:
  - target:
      kind: Deployment
      name: vad-service
    patch: |
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: vad-service
        annotations:
          example/source-commit: abc
`;
let copy: string;

beforeAll(async () => {
  await ensureTools(['kustomize'], terminalProgress());
  copy = await mkdtemp(join(tmpdir(), 'vad-gitops-release-'));
});

afterAll(() => rm(copy, { recursive: true }));

test('a release changes the image and an annotation of the Deployment itself, and nothing else', async () => {
  const files = join(copy, 'kustomize');
  await cp(join(root, 'kustomize'), files, { recursive: true });
  const release = join(files, 'overlays/staging/release/kustomization.yaml');
  await rm(release);
  await appendFile(
    release,
    'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nmetadata: {name: release}\n',
  );
  const before = await render(join(files, 'overlays/staging'));
  await appendFile(release, released);
  const after = await render(join(files, 'overlays/staging'));

  const expected = structuredClone(before);
  const deployment = pick(expected, 'Deployment', 'vad-service');
  Object.assign(deployment.metadata, { annotations: { 'example/source-commit': 'abc' } });
  Object.assign(at(deployment, 'spec.template.spec.containers.0') as object, {
    image: `registry.example/vad-service:src-1@${digest}`,
  });
  expect(after).toEqual(expected);
});
