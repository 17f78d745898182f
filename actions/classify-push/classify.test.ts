import { expect, test } from 'vitest';
import { classify, type Touched } from './classify.ts';

const nothing: Touched = { imageInputs: [], manifests: [], releases: [], holds: [], ownRun: undefined };

test.each<[string, Partial<Touched>, string, string[]]>([
  ['nothing of ours', {}, 'none', []],
  ['the service', { imageInputs: ['vad-service/src/main.ts'] }, 'deploy', ['staging', 'production']],
  ['manifests', { manifests: ['kustomize/base/service.yaml'] }, 'deploy', ['staging', 'production']],
  ['manifests in a bump of ours', { manifests: ['a'], ownRun: '1' }, 'deploy', ['staging', 'production']],
  ['a release file', { releases: ['production'] }, 'verify', ['production']],
  [
    'a release file and the service',
    { releases: ['production'], imageInputs: ['a'] },
    'deploy',
    ['staging', 'production'],
  ],
  ['a hold alone: what it has kept back may go now', { holds: ['production'] }, 'deploy', ['staging', 'production']],
  ['a hold of ours', { holds: ['production'], ownRun: '1' }, 'none', []],
  ['a hold of another environment', { holds: ['preview'] }, 'none', []],
  ['a release and its hold', { releases: ['production'], holds: ['production'] }, 'verify', ['production']],
  [
    'a release, and the hold of another',
    { releases: ['production'], holds: ['staging'] },
    'deploy',
    ['staging', 'production'],
  ],
  ["a release file of ours, from a run's own bump", { releases: ['staging'], ownRun: '4711' }, 'none', []],
  [
    'two release files, in the order of environments',
    { releases: ['production', 'staging'] },
    'verify',
    ['staging', 'production'],
  ],
  ['a release file of another environment', { releases: ['preview'] }, 'none', []],
])('%s', (_, touched, expected, environments) => {
  const classification = classify({ ...nothing, ...touched }, ['staging', 'production']);
  expect(classification).toMatchObject({ class: expected, environments });
});

test('names a few of the paths', () => {
  const { reason } = classify({ ...nothing, manifests: ['a', 'b', 'c', 'd', 'e'] }, ['staging']);
  expect(reason).toBe('touches manifests: a, b, c and 2 more');
});
