import { expect, test, vi } from 'vitest';
import { StreamBudget } from './stream-budget.ts';

test('is spent while too much is held, and wakes each waiting stream once when it is not', () => {
  const budget = new StreamBudget(100);
  const [stays, leaves] = [vi.fn(), vi.fn()];
  budget.add(99);
  expect(budget.isSpent).toBe(false);
  budget.add(1);
  expect(budget.isSpent).toBe(true);
  budget.wait(stays);
  budget.wait(leaves);
  budget.forget(leaves);
  budget.add(50);
  budget.add(-50);
  expect(stays).not.toHaveBeenCalled();
  budget.add(-1);
  budget.add(-1);
  expect(stays).toHaveBeenCalledTimes(1);
  expect(leaves).not.toHaveBeenCalled();
});
