import { expect, test } from 'vitest';
import { backoffMs, formatDuration, parseDuration, sleep } from './poll.ts';

test.each([
  ['90s', 90_000],
  ['10m', 600_000],
  ['1h30m', 5_400_000],
  ['500ms', 500],
  ['0s', undefined],
  ['10', undefined],
  ['m', undefined],
  ['1m and', undefined],
])('%s is %s ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each([
  [400, '0s'],
  [59_000, '59s'],
  [125_000, '2m05s'],
])('%s ms is %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test('backoff grows to its cap and is jittered over its upper half', () => {
  const wait = (attempt: number, random: number) =>
    backoffMs(attempt, { firstMs: 100, factor: 2, capMs: 1000 }, () => random);
  expect([1, 2, 3, 9].map(attempt => wait(attempt, 1))).toEqual([100, 200, 400, 1000]);
  expect(wait(9, 0)).toBe(500);
});

test('sleep ends with the reason of its signal', async () => {
  const controller = new AbortController();
  const asleep = sleep(60_000, controller.signal);
  controller.abort(new Error('enough'));
  await expect(asleep).rejects.toThrow('enough');
});
