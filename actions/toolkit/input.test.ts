import { expect, test } from 'vitest';
import { InputReader, isCommit } from './input.ts';

const reader = (inputs: Record<string, string>) => new InputReader(name => inputs[name] ?? '');

test('reads and trims', () => {
  const read = reader({
    a: ' x ',
    lines: 'one\n\n two \n',
    words: 'a, b\nc',
    flag: 'true',
    time: '1h30m',
    pairs: 'A=1=2',
  });
  expect(read.required('a')).toBe('x');
  expect(read.lines('lines')).toEqual(['one', 'two']);
  expect(read.words('words')).toEqual(['a', 'b', 'c']);
  expect(read.flag('flag')).toBe(true);
  expect(read.duration('time', '1s')).toBe(5_400_000);
  expect(read.duration('none', '1s')).toBe(1000);
  expect(read.pairs('pairs')).toEqual(['A=1=2']);
  read.done();
});

test('gathers every fault', () => {
  const read = reader({ sha: 'abc', flag: 'yes', time: '10', pairs: 'nothing' });
  read.required('a');
  read.matching('sha', isCommit, 'a full commit id');
  read.flag('flag');
  read.duration('time', '1s');
  read.pairs('pairs');
  expect(() => read.done()).toThrowErrorMatchingInlineSnapshot(`
    [ActionError: Invalid inputs:
    - a is required
    - sha must be a full commit id, not 'abc'
    - flag must be false or true, not 'yes'
    - time must be a duration such as 90s or 10m, not '10'
    - pairs has a line without NAME=: 'nothing']
  `);
});
