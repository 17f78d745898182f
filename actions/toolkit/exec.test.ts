import { expect, test } from 'vitest';
import { quote, tail } from './exec.ts';

test('quotes a command as a person would type it', () => {
  expect(quote({ file: 'git', args: ['show', 'a:b/c.yaml', '--format=%H %s'] })).toBe(
    "git show a:b/c.yaml '--format=%H %s'",
  );
});

test('the tail of a text, without empty lines', () => {
  expect(tail('a\n\nb\r\nc\n', 2)).toBe('b\nc');
});
