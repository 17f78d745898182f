import { expect, test } from 'vitest';
import { gitRepository, kustomization } from '../../test/verify-rollout/flux-objects.ts';
import { findKustomization, readFlux } from './flux.ts';

const revision = 'a'.repeat(40);
const before = 'b'.repeat(40);

const ready = (status: string, reason: string, message = 'said') => ({
  conditions: [{ type: 'Ready', status, reason, message, lastTransitionTime: '2026-01-01T00:00:00Z' }],
});

const look = (source: Parameters<typeof gitRepository>[1] = {}, applying: Parameters<typeof kustomization>[1] = {}) =>
  readFlux(gitRepository(revision, source), kustomization(revision, applying));

test('a commit that was fetched and applied', () => {
  expect(look()).toEqual({
    revision,
    isApplied: true,
    seen: 'source at aaaaaaaaaaaa, applied',
    fault: undefined,
    looksEveryMs: 60_000,
  });
});

test.each<[string, Record<string, unknown>, boolean]>([
  ['the commit before', { lastAppliedRevision: `main@sha1:${before}` }, false],
  ['a tag’s wording', { lastAppliedRevision: `v1@sha1:${revision}` }, true],
  ['the wording of Flux 0', { lastAppliedRevision: `main/${revision}` }, true],
  ['nothing yet', { lastAppliedRevision: undefined }, false],
  [
    'what failed the health checks of `wait`, which we judge ourselves',
    {
      ...ready('False', 'HealthCheckFailed'),
      lastAppliedRevision: `main@sha1:${before}`,
      lastAttemptedRevision: `main@sha1:${revision}`,
    },
    true,
  ],
])('applied %s', (_, status, isApplied) => {
  expect(look({}, { status })).toMatchObject({ revision, isApplied, fault: undefined });
});

test.each<[string, string, string | undefined, string | undefined]>([
  ['BuildFailed', "kustomize build failed: accumulating resources: 'nope.yaml'", 'manifest-error', revision],
  ['ReconciliationFailed', 'Deployment/x dry-run failed: denied', 'sync-failed', revision],
  ['PruneFailed', 'said', 'sync-failed', revision],
  ['ArtifactFailed', 'kustomization path not found: stat /tmp/x: no such file', 'manifest-error', undefined],
  ['ArtifactFailed', 'failed to download archive: connection refused', 'source-failed', undefined],
  ['SourceNotFound', "GitRepository 'x' not found", 'source-failed', undefined],
  ['DependencyNotReady', "dependency 'flux-system/y' is not ready", undefined, undefined],
])('a Kustomization that says %s', (reason, message, code, at) => {
  const status = { ...ready('False', reason, message), lastAppliedRevision: `main@sha1:${before}` };
  const observation = look({}, { status });
  expect(observation.fault?.code).toBe(code);
  expect(observation.fault?.revision).toBe(at);
  expect(observation.seen).toContain(message);
});

test('a path that is not there is a fault of the commit that is being fetched, which no field tells', () => {
  const { conditions } = ready('False', 'ArtifactFailed', 'kustomization path not found: stat /tmp/x: no such file');
  const message = `Fetching manifests for revision main@sha1:${revision} with a timeout of 1m0s`;
  const reconciling = { type: 'Reconciling', status: 'True', reason: 'ProgressingWithRetry', message };
  const status = { conditions: [reconciling, ...conditions], lastAttemptedRevision: `main@sha1:${before}` };
  expect(look({}, { status }).fault).toMatchObject({ code: 'manifest-error', revision });
});

test('a source that cannot be fetched is a fault of no commit', () => {
  const observation = look({ status: ready('False', 'GitOperationFailed', 'authentication required') });
  expect(observation.fault).toMatchObject({ code: 'source-failed', revision: undefined, since: undefined });
  expect(observation.fault?.message).toContain('authentication required');
});

test.each<[string, Parameters<typeof look>, string]>([
  ['GitRepository', [{ suspend: true }], 'flux resume source git vad-service'],
  ['Kustomization', [{}, { suspend: true }], 'flux resume kustomization vad-service-staging'],
])('a suspended %s says how to resume it', (_, objects, command) => {
  const { fault } = look(...objects);
  expect(fault).toMatchObject({ code: 'engine-paused' });
  expect(fault?.message).toContain(command);
});

const requestedAt = { 'reconcile.fluxcd.io/requestedAt': '2' };

const beginning = {
  conditions: [
    { type: 'Ready', status: 'True', reason: 'ReconciliationSucceeded' },
    { type: 'Reconciling', status: 'True' },
  ],
};

test.each<[string, Parameters<typeof look>, string | undefined]>([
  ['a request that was handled', [{ annotations: requestedAt, status: { lastHandledReconcileAt: '2' } }], undefined],
  ['a request that was not', [{ annotations: requestedAt, status: { lastHandledReconcileAt: '1' } }], 'engine-down'],
  [
    'a request that is being worked on',
    [{ annotations: requestedAt, status: { conditions: [{ type: 'Reconciling', status: 'True' }] } }],
    undefined,
  ],
  [
    'a commit that was fetched, and that its kustomize-controller has not begun with',
    [{}, { status: { lastAttemptedRevision: `main@sha1:${before}`, lastAppliedRevision: `main@sha1:${before}` } }],
    'engine-down',
  ],
  [
    'a commit that it has begun with',
    [{}, { status: { lastAttemptedRevision: `main@sha1:${before}`, ...beginning } }],
    undefined,
  ],
  ['a change of its spec that was not read', [{}, { generation: 3, status: { observedGeneration: 2 } }], 'engine-down'],
])('%s: %s', (_, objects, code) => {
  expect(look(...objects).fault?.code).toBe(code);
});

test('nothing in the status yet', () => {
  expect(readFlux({}, {})).toMatchObject({ revision: undefined, isApplied: false, fault: undefined });
});

const manifest = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name: 'n', namespace: 'flux-system' },
  spec: { path: './kustomize/overlays/staging', sourceRef: { kind: 'GitRepository', name: 's' } },
};

test('finds where an environment lives among the other manifests', () => {
  const own = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: [] };
  expect(findKustomization('staging', [own, { kind: 'Namespace' }, manifest])).toEqual({
    kind: 'kustomizations.kustomize.toolkit.fluxcd.io',
    name: 'n',
    namespace: 'flux-system',
    source: { name: 's', namespace: 'flux-system' },
    path: 'kustomize/overlays/staging',
    destinationNamespace: '',
  });
  const elsewhere = { ...manifest, spec: { ...manifest.spec, targetNamespace: 't' } };
  expect(findKustomization('staging', [elsewhere]).destinationNamespace).toBe('t');
  expect(() => findKustomization('staging', [own])).toThrow('clusters/staging/flux holds no Flux Kustomization');
});
