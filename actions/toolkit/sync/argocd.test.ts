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

test('a sync error names the commit that failed', () => {
  const conditions = [{ type: 'SyncError', message: `Failed last sync attempt to ${revision}: no quota` }];
  expect(readApplication(application(revision, { conditions })).fault).toMatchObject({ code: 'sync-failed', revision });
});

test('nothing in the status yet', () => {
  expect(readApplication({})).toEqual({ revision: undefined, isApplied: false, seen: 'Unknown', fault: undefined });
});

test('reads where an environment lives', () => {
  const text =
    'kind: Application\nmetadata: {name: n, namespace: a}\nspec: {source: {path: p}, destination: {namespace: d}}';
  expect(parseApplication(text)).toEqual({ name: 'n', namespace: 'a', destinationNamespace: 'd', path: 'p' });
  expect(() => parseApplication('kind: AppProject\nmetadata: {name: n}')).toThrow(
    'kind Application, namespace, destinationNamespace, path',
  );
});
