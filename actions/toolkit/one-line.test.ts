import { expect, test } from 'vitest';
import { oneLine } from './one-line.ts';

test.each([
  ['plain words', 'plain words'],
  ['two\nlines\r\nand\ttabs', 'two lines and tabs'],
  ['x\n::set-output name=outcome::committed', 'x ::set-output name=outcome::committed'],
  ['::add-mask::a', ': :add-mask::a'],
  ['before ##[set-output name=x]y', 'before ## [set-output name=x]y'],
  ['\u001b[31mred\u0007', '[31mred'],
  ['turned\u202eround', 'turned round'],
  ['a\u2028b', 'a b'],
])('%j', (text, line) => {
  expect(oneLine(text)).toBe(line);
});

test('is cut, and says so', () => {
  expect(oneLine('x'.repeat(300), 10)).toBe(`${'x'.repeat(9)}…`);
});
