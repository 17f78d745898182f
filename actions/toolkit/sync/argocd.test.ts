import { expect, test } from 'vitest';
import { application } from '../../test/verify-rollout/cluster.ts';
import { parseApplication, readApplication } from './argocd.ts';

const revision = 'a'.repeat(40);
const at = (sync: string, phase: string, operationRevision = revision) =>
  application(revision, {
    sync: { status: sync, revision },
    operationState: { phase, syncResult: { revision: operationRevision }, message: 'said' },
  });

test.each([
  ['Synced', 'Succeeded', revision, true],
  ['Synced', 'Succeeded', 'an older one, since nothing had to change', true],
  ['OutOfSync', 'Succeeded', revision, true],
  ['OutOfSync', 'Succeeded', 'b'.repeat(40), false],
  ['OutOfSync', 'Running', revision, false],
])('%s, operation %s at %s: applied %s', (sync, phase, operationRevision, isApplied) => {
  expect(readApplication(at(sync, phase, operationRevision))).toMatchObject({ revision, isApplied, fault: undefined });
});

test('a failed operation is a fault of its own commit', () => {
  expect(readApplication(at('OutOfSync', 'Failed')).fault).toMatchObject({
    code: 'sync-failed',
    message: 'said',
    revision,
  });
  const early = application(revision, { operationState: { phase: 'Error', operation: { sync: { revision } } } });
  expect(readApplication(early).fault?.revision).toBe(revision);
});

const retried = (reason: string) =>
  `one or more objects failed to apply, reason: ${reason} due to application controller sync timeout. Retrying attempt #1 at 5:43PM.`;

test.each([
  ['Service "x" is invalid: spec.clusterIPs[0]: Invalid value: ["10.96.0.99"]: may not change once set', 'sync-failed'],
  ['Deployment.apps "x" is invalid: spec.selector: Invalid value: {}: field is immutable', 'sync-failed'],
  [
    'Service "x" is invalid: spec.ports[0].nodePort: Invalid value: 30000: provided port is already allocated',
    undefined,
  ],
  ['Internal error occurred: failed calling webhook "x": context deadline exceeded', undefined],
  ['deployments.apps "x" is forbidden: exceeded quota: small', undefined],
])('an operation that is tried again after %s: %s', (reason, code) => {
  const operationState = { phase: 'Running', operation: { sync: { revision } }, message: retried(reason) };
  const { fault } = readApplication(application(revision, { sync: { status: 'OutOfSync', revision }, operationState }));
  expect(fault?.code).toBe(code);
  if (code) expect(fault).toMatchObject({ revision, message: retried(reason) });
});

test('an overlay that does not render shows as Unknown with an empty revision and a condition', () => {
  const broken = application('', {
    sync: { status: 'Unknown', revision: '' },
    conditions: [
      { type: 'ComparisonError', message: 'kustomize build failed', lastTransitionTime: '1970-01-01T00:00:05Z' },
    ],
  });
  expect(readApplication(broken)).toMatchObject({
    revision: undefined,
    isApplied: false,
    fault: { code: 'manifest-error', message: 'kustomize build failed', revision: undefined, since: 5000 },
  });
});

test('a fault that is found again in the same words is as young as the last comparison', () => {
  const conditions = [{ type: 'ComparisonError', message: 'said', lastTransitionTime: '1970-01-01T00:00:05Z' }];
  const again = application('', { conditions, reconciledAt: '1970-01-01T00:00:09Z' });
  expect(readApplication(again).fault?.since).toBe(9000);
});

test('a sync error names the commit that failed', () => {
  const conditions = [{ type: 'SyncError', message: `Failed last sync attempt to ${revision}: no quota` }];
  expect(readApplication(application(revision, { conditions })).fault).toMatchObject({ code: 'sync-failed', revision });
});

test('nothing in the status yet', () => {
  expect(readApplication({})).toMatchObject({
    revision: undefined,
    isApplied: false,
    seen: 'Unknown',
    fault: undefined,
  });
});

const spec = (syncPolicy: unknown, annotations = {}, more = {}) => ({
  metadata: { name: 'n', annotations },
  spec: { syncPolicy },
  ...more,
});

test.each<[string, object, string | undefined]>([
  ['automated', spec({ automated: {} }), undefined],
  ['automated, said so', spec({ automated: { enabled: true } }), undefined],
  ['without automation', spec({}), 'engine-paused'],
  ['automation turned off', spec({ automated: { enabled: false } }), 'engine-paused'],
  ['without automation, but a person syncs it', spec({}, {}, { operation: { sync: {} } }), undefined],
  ['told to be left alone', spec({ automated: {} }, { 'argocd.argoproj.io/skip-reconcile': 'true' }), 'engine-paused'],
  ['asked to look, and has not', spec({ automated: {} }, { 'argocd.argoproj.io/refresh': 'normal' }), 'engine-down'],
])('an Application %s: %s', (_, application, code) => {
  expect(readApplication(application).fault?.code).toBe(code);
});

test('reads where an environment lives', () => {
  const text =
    'kind: Application\nmetadata: {name: n, namespace: a}\nspec: {source: {path: p}, destination: {namespace: d}}';
  const kind = 'applications.argoproj.io';
  expect(parseApplication(text)).toEqual({ kind, name: 'n', namespace: 'a', destinationNamespace: 'd', path: 'p' });
  expect(() => parseApplication('kind: AppProject\nmetadata: {name: n}')).toThrow('holds no Application');
  expect(() => parseApplication('kind: Application\nmetadata: {name: n}')).toThrow(
    'an Application without namespace, destinationNamespace, path',
  );
});

test.each<[string, number | undefined]>([
  ['Failed to load target state: … .: app path does not exist', 8_000],
  ['`kustomize build /tmp/x` failed exit status 1: Error: accumulating resources', 8_000],
  ['`kustomize build /tmp/x` failed timeout after 1m30s', undefined],
  ['rpc error: code = Unavailable desc = connection refused', undefined],
])('%s: grace %s', (message, graceMs) => {
  const conditions = [{ type: 'ComparisonError', message, lastTransitionTime: '2026-01-01T00:00:00Z' }];
  expect(readApplication(application('', { conditions })).fault?.graceMs).toBe(graceMs);
});
