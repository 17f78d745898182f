import { expect, test } from 'vitest';
import { busyShare } from './cores.ts';

test('what was not idle, of all cores', () => {
  const core = (user: number, idle: number) => ({ times: { user, nice: 0, sys: 0, idle, irq: 0 } });
  expect(busyShare([core(10, 10), core(0, 0)], [core(20, 100), core(20, 80)])).toBeCloseTo(30 / 200);
});
