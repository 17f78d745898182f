import { expect, test } from 'vitest';
import { formatImage, isDigest, isRepository, parseImage, registryOf } from './image.ts';

const digest = `sha256:${'a'.repeat(64)}`;

test.each([
  ['localhost:5000/vad', { repository: 'localhost:5000/vad' }],
  ['localhost:5000/vad:src-1', { repository: 'localhost:5000/vad', tag: 'src-1' }],
  [`ghcr.io/a/b@${digest}`, { repository: 'ghcr.io/a/b', digest }],
  [`ghcr.io/a/b:t@${digest}`, { repository: 'ghcr.io/a/b', tag: 't', digest }],
])('%s is taken apart and put together', (text, parts) => {
  expect(parseImage(text)).toEqual(parts);
  expect(formatImage(parts)).toBe(text);
});

test.each([
  ['ghcr.io/a/b', true],
  ['localhost:5000/vad', true],
  ['a/b:tag', false],
  [`a/b@${digest}`, false],
  ['Upper/case', false],
  ['alone', false],
])('repository %s: %s', (text, expected) => {
  expect(isRepository(text)).toBe(expected);
});

test('digests', () => {
  expect(isDigest(digest)).toBe(true);
  expect(isDigest('sha256:abc')).toBe(false);
});

test.each([
  ['ghcr.io/a/b', 'ghcr.io'],
  ['localhost:5000/vad', 'localhost:5000'],
  ['a/b', 'https://index.docker.io/v1/'],
  ['docker.io/a/b', 'https://index.docker.io/v1/'],
])('the registry of %s is %s', (repository, registry) => {
  expect(registryOf(repository)).toBe(registry);
});
