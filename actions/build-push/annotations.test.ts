import { expect, test } from 'vitest';
import { annotationArguments } from './annotations.ts';

const one = { platforms: ['linux/amd64'], provenance: 'false', sbom: 'false', sourceUrl: 'https://github.com/o/r' };

test.each([
  ['a lone image', {}, 'manifest'],
  ['several platforms', { platforms: ['linux/amd64', 'linux/arm64'] }, 'index'],
  ['provenance', { provenance: 'mode=max' }, 'index'],
  ['an SBOM', { sbom: 'true' }, 'index'],
])('%s is annotated on what its digest names', (_, change, level) => {
  expect(annotationArguments({ ...one, ...change }, 'abc', 1_700_000_000)).toEqual([
    '--annotation',
    `${level}:org.opencontainers.image.source=https://github.com/o/r`,
    '--annotation',
    `${level}:org.opencontainers.image.revision=abc`,
    '--annotation',
    `${level}:org.opencontainers.image.created=2023-11-14T22:13:20Z`,
  ]);
});

test('without a repository on GitHub no source is named', () => {
  expect(annotationArguments({ ...one, sourceUrl: '' }, 'abc', 0).join(' ')).not.toContain('image.source');
});
