import { expect, test } from 'vitest';
import { formatQuantity, parseQuantity } from './quantity.ts';

test.each<[unknown, number | undefined]>([
  ['200m', 0.2],
  ['1.5', 1.5],
  [4, 4],
  ['150Mi', 150 * 2 ** 20],
  ['2Gi', 2 ** 31],
  ['1k', 1000],
  ['2e3', 2000],
  ['1E', 1e18],
  ['0', 0],
  ['-1', undefined],
  ['1 Gi', undefined],
  ['1Mib', undefined],
  ['', undefined],
  [undefined, undefined],
  [Number.NaN, undefined],
])('%j is %j', (text, amount) => {
  const parsed = parseQuantity(text);
  if (amount === undefined) expect(parsed).toBeUndefined();
  else expect(parsed).toBeCloseTo(amount, 9);
});

test.each([
  [0.2, 'requests.cpu', '200m'],
  [4.2, 'limits.cpu', '4.2'],
  [0.1 + 0.2, 'cpu', '300m'],
  [150 * 2 ** 20, 'requests.memory', '150Mi'],
  [3 * 2 ** 29, 'memory', '1.5Gi'],
  [21, 'pods', '21'],
])('%d of %s is %s', (amount, resource, text) => {
  expect(formatQuantity(amount, resource)).toBe(text);
});
