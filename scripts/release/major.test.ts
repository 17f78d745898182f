import { expect, test } from 'vitest';
import { newestOf, parseVersion } from './major.ts';

test.each([
  ['v1.2.3', [1, 2, 3]],
  ['v0.10.0', [0, 10, 0]],
  ['v1', undefined],
  ['v1.2', undefined],
  ['v1.2.3-rc.1', undefined],
  ['v01.2.3', undefined],
  ['1.2.3', undefined],
])('%s', (tag, version) => {
  expect(parseVersion(tag)).toEqual(version);
});

test('the newest is found by number, not by text, and within its major version', () => {
  const tags = ['v1.9.0', 'v1.10.0', 'v1.10.0-rc.1', 'v1', 'v2.0.0', 'v1.2.11'];
  expect(newestOf(1, tags)).toBe('v1.10.0');
  expect(newestOf(2, tags)).toBe('v2.0.0');
  expect(newestOf(3, tags)).toBeUndefined();
});
