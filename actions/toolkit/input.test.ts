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
    count: '7',
    pairs: 'A=1=2',
  });
  expect(read.required('a')).toBe('x');
  expect(read.lines('lines')).toEqual(['one', 'two']);
  expect(read.words('words')).toEqual(['a', 'b', 'c']);
  expect(read.flag('flag')).toBe(true);
  expect(read.duration('time', '1s')).toBe(5_400_000);
  expect(read.duration('none', '1s')).toBe(1000);
  expect(read.pairs('pairs')).toEqual(['A=1=2']);
  expect(read.count('count', 10, 100)).toBe(7);
  expect(read.count('none', 10, 100)).toBe(10);
  read.done();
});

test('gathers every fault', () => {
  const read = reader({ sha: 'abc', flag: 'yes', time: '10', pairs: 'nothing', count: '1e1', more: '101' });
  read.required('a');
  read.matching('sha', isCommit, 'a full commit id');
  read.flag('flag');
  read.duration('time', '1s');
  read.pairs('pairs');
  read.count('count', 10, 100);
  read.count('more', 10, 100);
  expect(() => read.done()).toThrowErrorMatchingInlineSnapshot(`
    [ActionError: Invalid inputs:
    - a is required
    - sha must be a full commit id, not 'abc'
    - flag must be false or true, not 'yes'
    - time must be a duration such as 90s or 10m, not '10'
    - pairs has a line without NAME=: 'nothing'
    - count must be a whole number from 1 to 100, not '1e1'
    - more must be a whole number from 1 to 100, not '101']
  `);
});
