import { expect, test } from 'vitest';
import { parseSamples } from './samples.ts';

test('each sample has its value, whatever its labels; comments and empty lines are none', () => {
  const text = [
    '# HELP calls Calls that ended.',
    '# TYPE calls counter',
    'calls{method="Get Stats",code="OK"} 3',
    '',
    'seconds_bucket{le="+Inf"} 1.5e-3',
    'up 1',
    '',
  ].join('\n');
  expect(Object.fromEntries(parseSamples(text))).toEqual({
    'calls{method="Get Stats",code="OK"}': 3,
    'seconds_bucket{le="+Inf"}': 0.0015,
    up: 1,
  });
});
