import { expect, test } from 'vitest';
import { cut, fenced, table } from './report.ts';

test('a summary over the limit is cut between characters and says so', () => {
  const text = cut('ä'.repeat(1000), 100);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(100);
  expect(text).not.toContain('\uFFFD');
  expect(text).toContain('cut: the rest is in the log');
  expect(cut('short', 100)).toBe('short');
});

test('backticks in a text cannot close its block', () => {
  expect(fenced('a ```` b')).toBe('`````text\na ```` b\n`````');
});

test('a pipe in a cell does not end it', () => {
  expect(table(['a'], [['x|y']])).toBe('| a |\n| --- |\n| x\\|y |');
});
