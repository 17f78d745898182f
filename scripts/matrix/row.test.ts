import { expect, test } from 'vitest';
import { newestRows, parseRows, type Row, toSeconds, withoutRow, withRow } from './row.ts';

const row = (changes: Partial<Row>): Row => ({
  id: 'oom',
  engine: 'argocd',
  commit: 'c1',
  measuredAt: '2026-01-01T00:00:00.000Z',
  verdict: 'oom-killed',
  wholeSeconds: 8.6,
  ...changes,
});

test('a case that passes, fails and passes again leaves its last row alone', () => {
  const [first, other, last] = [row({}), row({ id: 'crash' }), row({ wholeSeconds: 9 })];
  const passed = withRow(withRow([], first), other);
  const failed = withoutRow(passed, last);
  expect(failed).toEqual([other]);
  expect(withRow(failed, last)).toEqual([other, last]);
});

test('a row takes the place of the earlier one of its case on its engine, and of no other', () => {
  const [first, flux, again] = [row({}), row({ engine: 'flux' }), row({ wholeSeconds: 9 })];
  expect(withRow([first, flux], again)).toEqual([flux, again]);
});

test('the newest row of each case and engine counts, in whatever order they come', () => {
  const [old, now] = [row({}), row({ commit: 'c2', measuredAt: '2026-01-02T00:00:00.000Z' })];
  const flux = row({ engine: 'flux' });
  expect(newestRows([now, old, flux])).toEqual(expect.arrayContaining([now, flux]));
  expect(newestRows([now, old, flux])).toHaveLength(2);
});

test('rows are read back as they were written', () => {
  const rows = [row({ budgetSeconds: 60, afterSeconds: 0 }), row({ wholeSeconds: { least: 1, most: 2 } })];
  expect(parseRows(JSON.parse(JSON.stringify(rows)))).toEqual(rows);
});

test.each([
  [{}, 'not a list of rows'],
  [[row({ id: '' })], 'entry 1 is not a row'],
  [[row({}), { ...row({}), engine: 'helm' }], 'entry 2 is not a row'],
  [[{ ...row({}), wholeSeconds: '8' }], 'entry 1 is not a row'],
  [[{ ...row({}), lost: null }], 'entry 1 is not a row'],
])('%j is refused', (value, message) => {
  expect(() => parseRows(value)).toThrow(message);
});

test('milliseconds become seconds with one decimal', () => {
  expect([0, 49, 50, 1_234, 60_000].map(toSeconds)).toEqual([0, 0, 0.1, 1.2, 60]);
});
