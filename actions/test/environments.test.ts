import { expect, test } from 'vitest';
import { pulledEnvironments, writtenEnvironments } from '../toolkit/environments.ts';
import { makeRepositories } from './repositories.ts';

test('an overlay is pulled with a folder in clusters, and written to with a release file', async () => {
  const release = 'release/kustomization.yaml';
  const { bare } = makeRepositories({
    'kustomize/README.md': '',
    'kustomize/overlays/README.md': '',
    [`kustomize/overlays/staging/${release}`]: '',
    [`kustomize/overlays/preview/${release}`]: '',
    'kustomize/overlays/live/kustomization.yaml': '',
    'kustomize/overlays/live/patches/release/kustomization.yaml': '',
    'kustomize/clusters/staging/flux/all.yaml': '',
    'kustomize/clusters/live/argocd/all.yaml': '',
    'kustomize/clusters/gone/rbac/all.yaml': '',
    'kustomize/clusters/README.md': '',
  });
  expect(await pulledEnvironments({ dir: bare }, 'main')).toEqual(['live', 'staging']);
  expect(await writtenEnvironments({ dir: bare }, 'main')).toEqual(['preview', 'staging']);
});

test('a repository without manifests has none', async () => {
  const { bare } = makeRepositories({ 'README.md': '' });
  expect(await pulledEnvironments({ dir: bare }, 'main')).toEqual([]);
  expect(await writtenEnvironments({ dir: bare }, 'main')).toEqual([]);
});
