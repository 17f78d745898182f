import { expect, test } from 'vitest';
import { oneLine, quoted } from './words.ts';

test.each([
  ['two\nlines\r\n::set-output name=a::b', 'two lines ::set-output name=a::b'],
  ['\u001b[31mred\u0007', '[31mred'],
  ['\u202eturned', 'turned'],
  ['  $(id) "quoted"  ', '$(id) "quoted"'],
])('%j is one line', (text, line) => {
  expect(oneLine(text)).toBe(line);
});

test.each([
  ['@everyone `x` <b>', "`@everyone 'x' <b>`"],
  ['', ''],
  ['\n', ''],
])('%j is quoted', (text, code) => {
  expect(quoted(text)).toBe(code);
});

test('neither is longer than a line of a table can be', () => {
  expect(oneLine('a'.repeat(1000))).toHaveLength(300);
});
