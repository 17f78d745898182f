import { expect, test } from 'vitest';
import { pathWithScript } from '../harness.ts';
import { commit, git, push } from '../repositories.ts';
import { bumpWorld, digestA, readWork } from './setup.ts';

const overlay = 'kustomize/overlays/staging/kustomization.yaml';

test('a bump that would change more than the image is refused, and what it would change is named', async () => {
  const world = bumpWorld();
  // The image's name also reaches an annotation of the pods.
  const leak = `
replacements:
  - source: {kind: Deployment, name: vad-service, fieldPath: spec.template.spec.containers.0.image}
    targets:
      - select: {kind: Deployment}
        fieldPaths: [spec.template.metadata.annotations.source]
        options: {create: true}
`;
  const source = commit(world.work, { [overlay]: readWork(world.work, overlay) + leak });
  push(world.work);

  const ended = await world.bump(source, digestA);
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('render-changed');
  expect(ended.summary).toContain('spec.template.metadata.annotations.source');
  expect(world.released()).not.toContain(digestA);
});

test('an overlay that does not render is named with what kustomize says', async () => {
  const world = bumpWorld();
  const source = commit(world.work, { [overlay]: `${readWork(world.work, overlay)}\nresourcez: []\n` });
  push(world.work);

  const ended = await world.bump(source, digestA);
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('render-failed');
  expect(ended.summary).toContain('resourcez');
});

test('SIGTERM ends it at once and leaves no work tree', async () => {
  const world = bumpWorld();
  const source = world.change('// a\n');
  const PATH = pathWithScript('kustomize', 'exec sleep 60');
  const began = Date.now();
  const ended = await world.bump(source, digestA, { env: { PATH }, killOn: 'on head' });
  expect(ended.code).toBe(1);
  expect(ended.outputs['failure-reason']).toBe('cancelled');
  expect(git(world.work, 'worktree', 'list').split('\n')).toHaveLength(1);
  expect(Date.now() - began).toBeLessThan(10_000);
});
