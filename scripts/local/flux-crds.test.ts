import { expect, it } from 'vitest';
import { type CustomResource, withNewerVersions } from './flux-crds.ts';

const definition = (name: string, ...versions: [string, boolean, string][]): CustomResource => ({
  kind: 'CustomResourceDefinition',
  metadata: { name },
  spec: { group: 'g', versions: versions.map(([name, storage, edition]) => ({ name, storage, edition })) },
});

it('adds the versions that only the newer edition has, and stores what was stored', () => {
  const older = [definition('buckets', ['v1beta2', true, 'old']), definition('charts', ['v1', true, 'old'])];
  const newer = [definition('buckets', ['v1beta2', false, 'new'], ['v1', true, 'new']), definition('more')];
  expect(withNewerVersions(older, newer)).toEqual([
    definition('buckets', ['v1beta2', true, 'old'], ['v1', false, 'new']),
    definition('charts', ['v1', true, 'old']),
  ]);
});
