import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { Gathering } from './gathering.ts';

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

/** Whether the gathering has come to its end after so many milliseconds. */
async function endsWithin(gathering: Gathering, ms: number): Promise<boolean> {
  let ended = false;
  void gathering.end().then(() => {
    ended = true;
  });
  await vi.advanceTimersByTimeAsync(ms);
  return ended;
}

test('the first run waits for nothing, and neither does one that comes later than the time between two', () => {
  const gathering = new Gathering(4);
  expect(gathering.isOver).toBe(true);
  gathering.began(16_000);
  expect(gathering.isOver).toBe(false);
  vi.advanceTimersByTime(4);
  expect(gathering.isOver).toBe(true);
});

test('a run waits for the rest of the time since the one before began', async () => {
  const gathering = new Gathering(4);
  gathering.began(16_000);
  vi.advanceTimersByTime(1);
  expect(await endsWithin(gathering, 2)).toBe(false);
  expect(await endsWithin(gathering, 1)).toBe(true);
});

test('a hurry ends it, and the next run begins anew', async () => {
  const gathering = new Gathering(4);
  gathering.began(16_000);
  const waiting = endsWithin(gathering, 0);
  gathering.hurry(16_000);
  expect(await waiting).toBe(true);
  expect(gathering.isOver).toBe(true);
  gathering.began(16_000);
  expect(gathering.isOver).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
});

test('a hurry lasts until a run of its rate, whatever runs before', () => {
  const gathering = new Gathering(4);
  gathering.hurry(8000);
  gathering.began(16_000);
  expect(gathering.isOver).toBe(true);
  gathering.began(8000);
  expect(gathering.isOver).toBe(false);
});
