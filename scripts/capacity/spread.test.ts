import { expect, test } from 'vitest';
import { spread } from './spread.ts';

test.each([
  [80, 2, [40, 40]],
  [80, 3, [24, 28, 28]],
  [84, 4, [20, 20, 20, 24]],
  [78, 2, [40, 40]],
])('%i sessions on %i pods: %j', (sessions, pods, wanted) => {
  expect(spread(sessions, pods)).toEqual(wanted);
});
