import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { terminalProgress } from '../progress.ts';
import { ensureTools } from '../tools/build.ts';
import { at, type Manifest, pick, render, root } from './render.ts';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

beforeAll(() => ensureTools(['kustomize'], terminalProgress()));

describe.each([
  { environment: 'staging', namespace: 'vixio-staging' },
  { environment: 'production', namespace: 'vixio' },
])('clusters/$environment', ({ environment, namespace }) => {
  const name = `vad-service-${environment}`;
  let engine: readonly Manifest[];
  let rbac: readonly Manifest[];
  beforeAll(async () => {
    engine = await render(`kustomize/clusters/${environment}/argocd`);
    rbac = await render(`kustomize/clusters/${environment}/rbac`);
  });

  test('owns a namespace that admits restricted pods only, and that no engine prunes', () => {
    expect(pick(engine, 'Namespace', namespace).metadata).toMatchObject({
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
      annotations: {
        'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
        'kustomize.toolkit.fluxcd.io/prune': 'disabled',
      },
    });
  });

  test('pulls its overlay from main, prunes and heals', () => {
    const { metadata, spec } = pick(engine, 'Application', name);
    expect(metadata).not.toHaveProperty('finalizers');
    expect(spec).toMatchObject({
      project: name,
      source: { path: `kustomize/overlays/${environment}`, targetRevision: 'main' },
      destination: { namespace },
      syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['ServerSideApply=true'] },
    });
    expect(existsSync(join(root, String(at(spec, 'source.path'))))).toBe(true);
  });

  test('confines the application to our repository, one namespace and the kinds of its overlay', async () => {
    const { spec } = pick(engine, 'AppProject', name);
    const application = pick(engine, 'Application', name);
    expect(at(spec, 'sourceRepos')).toEqual([at(application, 'spec.source.repoURL')]);
    expect(at(spec, 'destinations')).toEqual([at(application, 'spec.destination')]);
    expect(at(spec, 'clusterResourceWhitelist')).toEqual([]);
    const overlay = await render(`kustomize/overlays/${environment}`);
    const used = overlay.map(({ apiVersion, kind }) => ({ group: apiVersion.replace(/\/?[^/]+$/, ''), kind }));
    expect(at(spec, 'namespaceResourceWhitelist')).toEqual(expect.arrayContaining(used));
  });

  test('lets the verifier read, open a port, and write nothing', () => {
    const rules = rbac.filter(({ kind }) => kind === 'Role').flatMap(role => at(role, 'rules') as Rule[]);
    const writing = rules.filter(({ verbs }) => verbs.some(verb => !['get', 'list', 'watch'].includes(verb)));
    expect(writing).toEqual([{ apiGroups: [''], resources: ['pods/portforward'], verbs: ['get', 'create'] }]);
    expect(rules.flatMap(({ resources }) => resources)).not.toContain('secrets');
    const engines = rbac.filter(({ metadata }) => ['argocd', 'flux-system'].includes(metadata.namespace ?? ''));
    const named = engines.filter(({ kind }) => kind === 'Role').flatMap(role => at(role, 'rules') as Rule[]);
    expect(named.map(({ resources, resourceNames }) => [resources, resourceNames])).toEqual([
      [['applications'], [name]],
      [['kustomizations'], [name]],
      [['gitrepositories'], [name]],
    ]);
  });

  test('binds each role to the verifier of its namespace', () => {
    const bindings = rbac.filter(({ kind }) => kind === 'RoleBinding');
    expect(bindings.map(({ metadata }) => metadata.namespace).toSorted()).toEqual(['argocd', 'flux-system', namespace]);
    for (const binding of bindings) {
      expect(binding.subjects).toEqual([{ kind: 'ServiceAccount', name: 'vad-verifier', namespace }]);
    }
    expect(rbac.some(({ kind }) => kind.startsWith('Cluster'))).toBe(false);
  });
});

test('production is staging under other names', async () => {
  for (const part of ['argocd', 'rbac']) {
    const staging = JSON.stringify(await render(`kustomize/clusters/staging/${part}`));
    const production = JSON.stringify(await render(`kustomize/clusters/production/${part}`));
    expect(staging.replaceAll('vixio-staging', 'vixio').replaceAll('staging', 'production')).toBe(production);
  }
});
