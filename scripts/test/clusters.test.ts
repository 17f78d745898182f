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

interface KindName {
  readonly group: string;
  readonly kind: string;
}

const resourceOf = ({ group, kind }: KindName) => `${group}/${kind.toLowerCase().replace(/y$/, 'ie')}s`;

const isReader = ({ name }: Manifest['metadata']) => name.startsWith('vad-verifier-');

const rulesOf = (manifests: readonly Manifest[]) =>
  manifests.filter(({ kind }) => kind === 'Role').flatMap(role => at(role, 'rules') as Rule[]);

beforeAll(() => ensureTools(['kustomize'], terminalProgress()));

describe.each([
  { environment: 'staging', namespace: 'vixio-staging' },
  { environment: 'production', namespace: 'vixio' },
])('clusters/$environment', ({ environment, namespace }) => {
  const name = `vad-service-${environment}`;
  let argocd: readonly Manifest[];
  let flux: readonly Manifest[];
  let rbac: readonly Manifest[];
  beforeAll(async () => {
    argocd = await render(`kustomize/clusters/${environment}/argocd`);
    flux = await render(`kustomize/clusters/${environment}/flux`);
    rbac = await render(`kustomize/clusters/${environment}/rbac`);
  });

  test('owns a namespace that admits restricted pods only, and that no engine prunes', () => {
    const owned = pick(argocd, 'Namespace', namespace);
    expect(owned.metadata).toMatchObject({
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
      annotations: {
        'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
        'kustomize.toolkit.fluxcd.io/prune': 'disabled',
      },
    });
    expect(pick(flux, 'Namespace', namespace)).toEqual(owned);
  });

  test('by Argo CD, pulls its overlay from main, prunes and heals', () => {
    const { metadata, spec } = pick(argocd, 'Application', name);
    expect(metadata).not.toHaveProperty('finalizers');
    expect(spec).toMatchObject({
      project: name,
      source: { path: `kustomize/overlays/${environment}`, targetRevision: 'main' },
      destination: { namespace },
      syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['ServerSideApply=true'] },
    });
    expect(existsSync(join(root, String(at(spec, 'source.path'))))).toBe(true);
  });

  test('by Argo CD, confines the application to our repository, one namespace and the kinds of its overlay', async () => {
    const { spec } = pick(argocd, 'AppProject', name);
    const application = pick(argocd, 'Application', name);
    expect(at(spec, 'sourceRepos')).toEqual([at(application, 'spec.source.repoURL')]);
    expect(at(spec, 'destinations')).toEqual([at(application, 'spec.destination')]);
    expect(at(spec, 'clusterResourceWhitelist')).toEqual([]);
    const overlay = await render(`kustomize/overlays/${environment}`);
    const used = overlay.map(({ apiVersion, kind }) => ({ group: apiVersion.replace(/\/?[^/]+$/, ''), kind }));
    expect(at(spec, 'namespaceResourceWhitelist')).toEqual(expect.arrayContaining(used));
  });

  test('by Flux, pulls its overlay from main, prunes, and judges no health', () => {
    const { metadata, spec: source } = pick(flux, 'GitRepository', name);
    const { spec } = pick(flux, 'Kustomization', name);
    expect(metadata.namespace).toBe('flux-system');
    expect(source).toMatchObject({ ref: { branch: 'main' } });
    expect(at(source, 'url')).toBe(at(pick(argocd, 'Application', name), 'spec.source.repoURL'));
    expect(spec).toMatchObject({
      sourceRef: { kind: 'GitRepository', name },
      path: `./kustomize/overlays/${environment}`,
      targetNamespace: namespace,
      prune: true,
      deletionPolicy: 'Orphan',
      wait: false,
    });
    expect(existsSync(join(root, String(at(spec, 'path'))))).toBe(true);
    expect(Object.keys(spec as object).filter(field => /health|force|suspend|dependsOn/i.test(field))).toEqual([]);
  });

  test('by Flux, applies as an account that may write the kinds that Argo CD may, in one namespace', () => {
    const account = at(pick(flux, 'Kustomization', name), 'spec.serviceAccountName');
    const roles = flux.filter(({ kind, metadata }) => /Role$/.test(kind) && !isReader(metadata));
    expect(roles.map(({ kind, metadata }) => [kind, metadata.namespace])).toEqual([['Role', namespace]]);
    const bindings = flux.filter(({ kind, metadata }) => /RoleBinding$/.test(kind) && !isReader(metadata));
    expect(bindings.map(({ metadata }) => metadata.namespace)).toEqual([namespace]);
    expect(bindings[0]).toMatchObject({
      roleRef: { kind: 'Role', name: roles[0]?.metadata.name },
      subjects: [{ kind: 'ServiceAccount', name: account, namespace: 'flux-system' }],
    });
    expect(pick(flux, 'ServiceAccount', String(account)).metadata.namespace).toBe('flux-system');
    const rules = roles.flatMap(role => at(role, 'rules') as Rule[]);
    for (const { verbs } of rules) expect(verbs).toEqual(['get', 'create', 'patch', 'delete']);
    const allowed = rules.flatMap(({ apiGroups, resources }) => resources.map(name => `${apiGroups.join()}/${name}`));
    const kinds = at(pick(argocd, 'AppProject', name), 'spec.namespaceResourceWhitelist') as KindName[];
    expect(allowed.toSorted()).toEqual(kinds.map(resourceOf).toSorted());
  });

  test('lets the verifier read, open a port, and write nothing', () => {
    const rules = rulesOf(rbac);
    const writing = rules.filter(({ verbs }) => verbs.some(verb => !['get', 'list', 'watch'].includes(verb)));
    expect(writing).toEqual([{ apiGroups: [''], resources: ['pods/portforward'], verbs: ['get', 'create'] }]);
    expect(rules.flatMap(({ resources }) => resources)).not.toContain('secrets');
  });

  test('lets the verifier read the engine’s objects of this environment, in that engine’s own folder', () => {
    const readable = (engine: readonly Manifest[]) =>
      rulesOf(engine.filter(({ metadata }) => isReader(metadata))).map(({ resources, resourceNames, verbs }) => ({
        [resources.join()]: [...(resourceNames ?? []), ...verbs],
      }));
    expect(readable(argocd)).toEqual([{ applications: [name, 'get', 'list', 'watch'] }]);
    expect(readable(flux)).toEqual([
      { kustomizations: [name, 'get', 'list', 'watch'] },
      { gitrepositories: [name, 'get'] },
    ]);
  });

  test('needs no namespace of an engine that is not there', () => {
    const namespaces = (manifests: readonly Manifest[]) =>
      [...new Set(manifests.flatMap(({ metadata }) => metadata.namespace ?? []))].toSorted();
    expect(namespaces(rbac)).toEqual([namespace]);
    expect(namespaces(argocd)).toEqual(['argocd']);
    expect(namespaces(flux)).toEqual(['flux-system', namespace]);
  });

  test('binds each role to the verifier of its namespace', () => {
    const readers = [...argocd, ...flux].filter(({ metadata }) => isReader(metadata));
    const bindings = [...rbac, ...readers].filter(({ kind }) => kind === 'RoleBinding');
    expect(bindings.map(({ metadata }) => metadata.namespace).toSorted()).toEqual(['argocd', 'flux-system', namespace]);
    for (const binding of bindings) {
      expect(binding.subjects).toEqual([{ kind: 'ServiceAccount', name: 'vad-verifier', namespace }]);
    }
    expect([...rbac, ...argocd, ...flux].some(({ kind }) => kind.startsWith('Cluster'))).toBe(false);
  });
});

test('production is staging under other names', async () => {
  for (const part of ['argocd', 'flux', 'rbac']) {
    const staging = JSON.stringify(await render(`kustomize/clusters/staging/${part}`));
    const production = JSON.stringify(await render(`kustomize/clusters/production/${part}`));
    expect(staging.replaceAll('vixio-staging', 'vixio').replaceAll('staging', 'production')).toBe(production);
  }
});
