import { expect, onTestFinished, test, vi } from 'vitest';
import { watchEventLoopDelay } from './event-loop-delay.ts';

test('a loop that is blocked shows, in seconds', async () => {
  const seen: number[] = [];
  onTestFinished(watchEventLoopDelay(seconds => seen.push(seconds)));
  const until = performance.now() + 120;
  while (performance.now() < until);
  await vi.waitFor(() => expect(seen.length).toBeGreaterThan(1), { timeout: 5000 });
  expect(seen[0]).toBeGreaterThanOrEqual(0.09);
  expect(seen[0]).toBeLessThan(5);
  expect(Math.min(...seen)).toBeGreaterThanOrEqual(0);
});
