import { expect, test } from 'vitest';
import { scalingLoad } from './scaling-load.ts';

test('takes what two pods request, at what a session costs', () => {
  expect(scalingLoad({ sessions: 50, cpuCores: 0.45 })).toBe(45); // 9m each, 400m in all
});
