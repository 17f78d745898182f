import { expect, test } from 'vitest';
import { digestA } from '../bump-overlay/setup.ts';
import { application, healthy } from './cluster.ts';
import { gitRepository, kustomization } from './flux-objects.ts';
import { verifyWorld } from './setup.ts';

const before = `sha256:${'0'.repeat(64)}`;
const older = 'f'.repeat(40);

// Where Flux lives, as far as the verification reads it.
const fluxFiles = {
  'kustomize/clusters/staging/flux/sync.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: vad-service-staging, namespace: flux-system}
spec: {path: ./kustomize/overlays/staging, sourceRef: {kind: GitRepository, name: vad-service}}
`,
};

test('Flux, from the fetch to the proof', async () => {
  const world = await verifyWorld(fluxFiles);
  const { revision } = world;
  const ended = await world.verify(
    [
      { repository: gitRepository(older), kustomization: kustomization(older), items: healthy(before) },
      { repository: gitRepository(revision), kustomization: kustomization(older), items: healthy(before) },
      { repository: gitRepository(revision), kustomization: kustomization(revision), items: healthy(digestA) },
    ],
    { inputs: { engine: 'flux' } },
  );
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'verified', revision });
  expect(ended.stdout.match(/^ +\d+s {2}(\w+)/gm)?.map(line => line.trim().split(/ +/)[1])).toContain('synced');
});

test('a Kustomization that Flux cannot build ends it at once, in its words', async () => {
  const world = await verifyWorld(fluxFiles);
  const { revision } = world;
  const status = {
    lastAppliedRevision: `main@sha1:${older}`,
    conditions: [
      { type: 'Ready', status: 'False', reason: 'BuildFailed', message: 'kustomize build failed: no such file' },
    ],
  };
  const frame = { repository: gitRepository(revision), kustomization: kustomization(revision, { status }) };
  const ended = await world.verify([{ ...frame, items: healthy(before) }], { inputs: { engine: 'flux' } });
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('manifest-error');
  expect(ended.summary).toContain('kustomize build failed: no such file');
  expect(ended.summary).toContain('describe kustomizations.kustomize.toolkit.fluxcd.io vad-service-staging');
});

test('a paused engine is named, with the command that resumes it', async () => {
  const world = await verifyWorld(fluxFiles);
  const frame = { repository: gitRepository(older), kustomization: kustomization(older, { suspend: true }) };
  const flux = await world.verify([{ ...frame, items: healthy(before) }], { inputs: { engine: 'flux' } });
  expect(flux.outputs['failure-reason'], flux.stdout).toBe('engine-paused');
  expect(flux.summary).toContain('flux resume kustomization vad-service-staging');

  const off = { ...Object(application(older)), metadata: { name: 'vad-service-staging' }, spec: { syncPolicy: {} } };
  const argocd = await world.verify([{ application: off, items: healthy(before) }]);
  expect(argocd.outputs['failure-reason'], argocd.stdout).toBe('engine-paused');
  expect(argocd.summary).toContain('has automated sync turned off');
});

test('without an engine the workload alone is judged', async () => {
  const world = await verifyWorld();
  const ended = await world.verify([{ items: healthy(digestA) }], { inputs: { engine: 'none' } });
  expect(ended.outputs, ended.stdout).toMatchObject({ outcome: 'verified', revision: '', digest: digestA });
  expect(world.calls().filter(call => /applications|kustomizations/.test(call))).toEqual([]);
  expect(world.calls()[0]).toContain('--namespace vixio-staging');
});

test('an engine that Git says nothing of is a fault of the configuration', async () => {
  const world = await verifyWorld({ 'kustomize/clusters/staging/flux/sync.yaml': '# nothing\n' });
  const ended = await world.verify([], { inputs: { engine: 'flux' } });
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('engine-objects-invalid');
  expect(ended.stdout).toContain('kustomize/clusters/staging/flux');
});
