import { expect, test } from 'vitest';
import { describeFailure } from '../failure.ts';
import { expectStateDirectory, parseState } from './state.ts';

test('what was written is read', () => {
  expect(parseState('ports.json', '{"git": 26400}\n')).toEqual({ git: 26400 });
});

test.each(['', '{"git": 264', 'hello'])('a file that somebody has broken is told with the way out: %j', text => {
  let thrown: unknown;
  try {
    parseState('ports.json', text);
  } catch (error) {
    thrown = error;
  }
  expect(describeFailure(thrown)).toMatch(
    /^\/var\/lib\/vad-gitops\/ports\.json is not what `npm run up` writes\.\nCause: .*\nNext: `npm run down`/s,
  );
});

test('a place that something else has taken is told', () => {
  expect(() => expectStateDirectory('/dev/null')).toThrow(
    '/dev/null, where the local cluster keeps its state, is no folder',
  );
  expectStateDirectory('/dev');
  expectStateDirectory('/dev/none');
});
