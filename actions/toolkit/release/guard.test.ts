import { expect, test } from 'vitest';
import { unexpectedChanges } from './guard.ts';

const wanted = { repository: 'r/i', tag: 'src-2', digest: 'sha256:2', sourceCommit: 'w' };
const recorded = { ...wanted, tag: 'src-1', digest: 'sha256:1', sourceCommit: 'o' };

function deployment(image: string, annotation?: string, more: Record<string, unknown> = {}) {
  return {
    kind: 'Deployment',
    metadata: {
      name: 'vad-service',
      namespace: 'n',
      ...(annotation === undefined ? {} : { annotations: { 'vad-gitops.vixio.io/source-commit': annotation } }),
    },
    spec: { template: { spec: { containers: [{ name: 'vad-service', image }] } }, ...more },
  };
}

const service = { kind: 'Service', metadata: { name: 'vad-service', namespace: 'n' } };
const fresh = deployment('r/i:src-2@sha256:2', 'w');

test('image and annotation may change, from the placeholder or from a release', () => {
  const before = [deployment('vad-service.invalid/unreleased'), service];
  expect(unexpectedChanges({ before, after: [fresh, service], recorded: undefined, wanted })).toEqual([]);
  const old = [service, deployment('r/i:src-1@sha256:1', 'o')];
  expect(unexpectedChanges({ before: old, after: [fresh, service], recorded, wanted })).toEqual([]);
});

test.each([
  ['a field', [deployment('r/i:src-2@sha256:2', 'w', { replicas: 3 })], 'spec.replicas'],
  ['a manifest', [fresh, service], 'Service/n/vad-service appears'],
  [
    'an image that is not the wanted one',
    [deployment('r/i:src-9@sha256:9', 'w')],
    'renders the image r/i:src-9@sha256:9',
  ],
  ['no pinned image at all', [deployment('r/i:src-1@sha256:1', 'w')], 'not r/i:src-2@sha256:2'],
])('%s is refused', (_, after, said) => {
  const before = [deployment('r/i:src-1@sha256:1', 'o')];
  expect(unexpectedChanges({ before, after, recorded, wanted }).join('\n')).toContain(said);
});

test("another repository's image under our container is refused", () => {
  const before = [deployment('somebody/else:1')];
  expect(unexpectedChanges({ before, after: [fresh], recorded, wanted }).join()).toContain('somebody/else:1');
});
