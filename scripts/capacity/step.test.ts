import { expect, test } from 'vitest';
import { isWorthAnother, judge, type Step } from './step.ts';

const good: Step = {
  sessions: 40,
  seconds: 10,
  askedRate: 1250,
  rate: 1249,
  p50Ms: 1,
  p99Ms: 32,
  statuses: { OK: 12_500 },
  cpuCores: 0.2,
  throttled: 0,
  peakWorkingSetBytes: 80e6,
  oomKills: 0,
  machineBusy: 0.4,
};

test('holds at the bar itself', () => {
  expect(judge(good)).toEqual({ kind: 'holds' });
});

test.each<[Partial<Step>, string]>([
  [{ p99Ms: 32.1 }, 'p99 > 32 ms'],
  [{ p99Ms: Number.NaN }, 'p99 > 32 ms'],
  [{ rate: 1220 }, '1220 calls/s, not as asked'],
  [{ statuses: { OK: 12_498, ResourceExhausted: 2 } }, '2 × ResourceExhausted'],
  [{ oomKills: 1 }, '1 OOM kills'],
])('%j fails: %s', (change, why) => {
  expect(judge({ ...good, ...change })).toEqual({ kind: 'fails', why });
});

test.each([
  [0.5, 1, true],
  [0.5, 2, false],
  [0.9, 5, true],
  [0.9, 6, false],
])('a failure with the machine busy to %f, for the %i. time: another try %s', (machineBusy, tries, another) => {
  expect(isWorthAnother({ machineBusy }, tries)).toBe(another);
});
