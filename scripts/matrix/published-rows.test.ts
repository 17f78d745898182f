import { expect, test } from 'vitest';
import type { TableCase } from './fault-table.ts';
import { rowsToPublish } from './published-rows.ts';
import type { Row } from './row.ts';

const cases: readonly TableCase[] = [
  { id: 'oom', title: 'out of memory', expected: 'oom-killed' },
  { id: 'down', title: 'engine down', expected: 'engine-down', budgetMs: 60_000 },
];
const row = (id: string, engine: Row['engine'], changes: Partial<Row> = {}): Row => ({
  id,
  engine,
  commit: 'aaaaaaaaaa',
  measuredAt: '2026-01-01',
  verdict: id === 'oom' ? 'oom-killed' : 'engine-down',
  ...(id === 'oom' ? {} : { budgetSeconds: 60 }),
  wholeSeconds: 8.6,
  ...changes,
});
const complete = [row('down', 'flux'), row('oom', 'flux'), row('down', 'argocd'), row('oom', 'argocd')];
const names = (rows: readonly Row[]) => rows.map(({ id, engine, commit }) => `${id} ${engine} ${commit[0]}`);

test('are in the order of the cases, without what is no case', () => {
  const rows = rowsToPublish(cases, [row('drift', 'flux', { verdict: 'passed' }), ...complete], ['aaaaaaaaaa']);
  expect(names(rows)).toEqual(['oom argocd a', 'oom flux a', 'down argocd a', 'down flux a']);
});

test('of several commits the newest of each case counts, and of other commits none', () => {
  const later = row('oom', 'flux', { commit: 'bbbbbbbbbb', measuredAt: '2026-01-02' });
  const unasked = row('oom', 'flux', { commit: 'cccccccccc', measuredAt: '2026-01-03' });
  const rows = rowsToPublish(cases, [later, unasked, ...complete], ['bbbbbbbbbb', 'aaaaaaa']);
  expect(names(rows)).toEqual(['oom argocd a', 'oom flux b', 'down argocd a', 'down flux a']);
});

const publish = (rows: readonly Row[]) => () => rowsToPublish(cases, rows, ['aaaaaaaaaa']);
const without = (id: string, engine?: string) =>
  complete.filter(one => !(one.id === id && (engine === undefined || one.engine === engine)));

test('a case that lacks a row on one engine is named, with the command that measures it', () => {
  const fails = publish(without('oom', 'flux'));
  expect(fails).toThrow('No row of aaaaaaa for:\n  Flux: oom');
  expect(fails).toThrow(
    expect.objectContaining({ next: expect.stringMatching(/test:matrix -- --no-preamble --engine flux --only oom$/) }),
  );
});

test('where both engines lack the same, one command measures it', () => {
  const fails = publish(without('oom'));
  expect(fails).toThrow('No row of aaaaaaa for:\n  Argo CD: oom\n  Flux: oom');
  expect(fails).toThrow(expect.objectContaining({ next: expect.stringMatching(/--no-preamble --only oom$/) }));
});

test.each([
  ['of uncommitted changes', { commit: 'aaaaaaaaaa-dirty-12345678' }],
  ['with another verdict than the case expects now', { verdict: 'crash-loop' }],
  ['with another budget than the case has now', { budgetSeconds: 30 }],
])('a row %s does not count', (_, changes) => {
  expect(publish([...without('oom', 'flux'), row('oom', 'flux', changes)])).toThrow('Flux: oom');
});
