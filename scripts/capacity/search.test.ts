import fc from 'fast-check';
import { expect, test } from 'vitest';
import { descend, largest } from './search.ts';

test('finds the largest that holds, on the grid', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 700 }),
      fc.integer({ min: 1, max: 16 }),
      fc.integer({ min: 1, max: 20 }),
      async (limit, grid, steps) => {
        const tried: number[] = [];
        const holds = async (n: number) => {
          tried.push(n);
          return n <= limit;
        };
        const found = await largest(holds, { first: grid * steps, grid, most: 512 });
        expect(found).toBe(Math.floor(Math.min(limit, 512) / grid) * grid);
        expect(new Set(tried).size).toBe(tried.length);
        expect(tried.every(n => n > 0 && n % grid === 0)).toBe(true);
      },
    ),
  );
});

test('grows by half until one does not hold, then halves the gap', async () => {
  const tried: number[] = [];
  const holds = async (n: number) => {
    tried.push(n);
    return n <= 100;
  };
  await largest(holds, { first: 32, grid: 4, most: 512 });
  expect(tried).toEqual([32, 48, 72, 108, 88, 96, 100, 104]);
});

test.each([
  [100, 100],
  [93, 92],
  [3, 0],
])('descends to one that holds: up to %i from 100 by 4', async (limit, found) => {
  expect(await descend(async n => n <= limit, 100, 4)).toBe(found);
});
