/** Where the search begins, and how exact it is. */
export interface Range {
  readonly first: number;
  /** All numbers tried are multiples of it. */
  readonly grid: number;
  readonly most: number;
}

const GROWTH = 1.5;

/** The largest number on the grid that holds: grows until one does not, then halves the gap. 0 where none holds. */
export async function largest(holds: (n: number) => Promise<boolean>, { first, grid, most }: Range): Promise<number> {
  const onGrid = (n: number) => Math.floor(n / grid) * grid;
  let low = 0;
  let high = first;
  while (high <= most && (await holds(high))) {
    low = high;
    high = Math.max(onGrid(high * GROWTH), high + grid);
  }
  high = Math.min(high, onGrid(most) + grid);
  while (high - low > grid) {
    const middle = low + Math.max(grid, onGrid((high - low) / 2));
    if (await holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The first of `from`, `from - step`, … that holds; 0 where none of them does. */
export async function descend(holds: (n: number) => Promise<boolean>, from: number, step: number): Promise<number> {
  for (let n = from; n > 0; n -= step) if (await holds(n)) return n;
  return 0;
}
