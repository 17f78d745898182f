import { expect, test } from 'vitest';
import { quoted } from './words.ts';

test.each([
  ['@everyone `x` <b>', "`@everyone 'x' <b>`"],
  ['', ''],
  ['\n', ''],
])('%j is quoted', (text, code) => {
  expect(quoted(text)).toBe(code);
});

test('no longer than a cell of a table can be', () => {
  expect(quoted('a'.repeat(1000))).toHaveLength(302);
});
