import { expect, test } from 'vitest';
import { readDigest } from './metadata.ts';

const digest = `sha256:${'a'.repeat(64)}`;

test('reads the digest', () => {
  expect(readDigest(JSON.stringify({ 'containerimage.digest': digest }))).toBe(digest);
});

test.each([
  ['', 'no digest'],
  ['{"containerimage.dig', 'no digest'],
  ['null', 'no digest'],
  ['{}', 'no digest'],
  ['{"containerimage.digest":""}', 'no digest'],
  ['{"containerimage.digest":7}', 'no digest'],
  ['{"containerimage.digest":"sha256:abc"}', "'sha256:abc'"],
])('%j is digest-empty', (text, quoted) => {
  expect(() => readDigest(text)).toThrow(
    expect.objectContaining({ code: 'digest-empty', message: expect.stringContaining(quoted) }),
  );
});
