import { expect, test } from 'vitest';
import { ReplySlots } from './reply-slots.ts';
import { StreamBudget } from './stream-budget.ts';

test('slots go in the order in which they came', () => {
  const slots = new ReplySlots(new StreamBudget());
  const [first, second] = [{ bytes: 1 }, { bytes: 2 }];
  slots.push(first);
  slots.push(second);
  expect(slots.head).toBe(first);
  slots.shift();
  expect(slots.head).toBe(second);
  slots.shift();
  expect(slots.head).toBeUndefined();
});

test.each([
  ['32 requests', 32, 0],
  ['64 KiB of audio', 2, 32_768],
])('%s are full, and one fewer is not', (_, count, bytes) => {
  const slots = new ReplySlots(new StreamBudget());
  for (let i = 1; i < count; i++) slots.push({ bytes });
  expect(slots.isFull).toBe(false);
  slots.push({ bytes });
  expect(slots.isFull).toBe(true);
  slots.shift();
  expect(slots.isFull).toBe(false);
});

test('a budget that is spent concerns who has a part in it, until enough is answered or given up', () => {
  const budget = new StreamBudget(100);
  const [large, small, none] = [new ReplySlots(budget), new ReplySlots(budget), new ReplySlots(budget)];
  const over = () => [large, small, none].map(slots => slots.isOverBudget);
  large.push({ bytes: 90 });
  none.push({ bytes: 0 });
  expect(over()).toEqual([false, false, false]);
  small.push({ bytes: 10 });
  expect(over()).toEqual([true, true, false]);
  small.shift();
  expect(over()).toEqual([false, false, false]);
  small.push({ bytes: 20 });
  large.clear();
  expect(over()).toEqual([false, false, false]);
  expect(large.head).toBeUndefined();
});
