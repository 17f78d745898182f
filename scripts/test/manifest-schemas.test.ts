import { beforeAll, expect, test } from 'vitest';
import { manifestFaults, schemaFault } from '../check/manifests.ts';
import { schemaLocation } from '../check/schemas.ts';
import { terminalProgress } from '../progress.ts';
import { ensureTools } from '../tools/build.ts';
import { root } from './render.ts';

let location: string;

beforeAll(async () => {
  await ensureTools(['kustomize', 'kubeconform'], terminalProgress());
  location = await schemaLocation();
});

test('every overlay and cluster fits the schemas', async () => {
  expect(await manifestFaults(root)).toEqual([]);
});

test.each([
  {
    fault: 'an unknown field',
    manifest: 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a, lables: {}}',
    says: "additional properties 'lables' not allowed",
  },
  {
    fault: 'an unknown field of a custom resource',
    manifest: 'apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: a}\nspec: {sources: []}',
    says: "additional properties 'sources' not allowed",
  },
  {
    fault: 'an unknown field of one of Flux',
    manifest:
      'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: a}\nspec: {interval: 1m, prune: true, sourceRef: {kind: GitRepository, name: a}, pruned: true}',
    says: "additional properties 'pruned' not allowed",
  },
  {
    fault: 'an interval that is none',
    manifest:
      'apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: {name: a}\nspec: {interval: soon, url: "https://a"}',
    says: "at '/spec/interval'",
  },
  {
    fault: 'a wrong type',
    manifest: 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: a}\nspec: {selector: app}',
    says: "at '/spec/selector': got string, want object",
  },
  {
    fault: 'a kind that the pinned API server does not know',
    manifest: 'apiVersion: autoscaling/v2beta2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}',
    says: 'could not find schema for HorizontalPodAutoscaler',
  },
])('$fault is a fault', async ({ manifest, says }) => {
  expect(await schemaFault(manifest, location)).toContain(says);
});
