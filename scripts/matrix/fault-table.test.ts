import { expect, test } from 'vitest';
import { fillFaultTable, renderFaultTable, type TableCase } from './fault-table.ts';
import type { Row } from './row.ts';

const cases: readonly TableCase[] = [
  { id: 'deaf', title: 'a deaf model', expected: 'canary-deaf', budgetMs: 10_000, passesProbes: true },
  { id: 'late', title: 'a late Secret', expected: 'verified' },
  { id: 'good', title: '20 good rollouts', expected: 'verified' },
];
const row = (id: string, engine: Row['engine'], changes: Partial<Row>): Row => ({
  id,
  engine,
  commit: 'aaaaaaaaaa',
  measuredAt: 't',
  verdict: 'verified',
  wholeSeconds: 28,
  ...changes,
});
const deaf = { verdict: 'canary-deaf', budgetSeconds: 10, wholeSeconds: 17.1, afterSeconds: 0 };
const rows = [
  row('good', 'argocd', { wholeSeconds: { least: 27.9, most: 31 } }),
  row('good', 'flux', { wholeSeconds: { least: 29.9, most: 34.2 } }),
  row('deaf', 'argocd', deaf),
  row('deaf', 'flux', { ...deaf, afterSeconds: 1.2 }),
  row('late', 'argocd', {}),
];

test('has a line for each measured case, in the order of the cases', () => {
  expect(renderFaultTable(cases, rows)).toMatchInlineSnapshot(`
    "| fault | verdict | budget | Argo CD: whole | after | Flux: whole | after |
    | --- | --- | --- | --- | --- | --- | --- |
    | a deaf model ¹ | \`canary-deaf\` | 10 | 17.1 | 0 | 17.1 | 1.2 |
    | a late Secret | verified |  | 28.0 |  |  |  |
    | 20 good rollouts | verified |  | 27.9–31.0 |  | 29.9–34.2 |  |

    Measured at commit \`aaaaaaa\`."
  `);
});

test('a case that was never measured has no line', () => {
  expect(renderFaultTable([...cases, { id: 'new', title: 'new', expected: 'verified' }], rows)).not.toContain('new');
});

test('names every commit, with how many figures are of it', () => {
  const later = rows.map(one => (one.id === 'late' ? { ...one, commit: 'bbbbbbbbbb' } : one));
  expect(renderFaultTable(cases, later)).toContain('Measured at commits `aaaaaaa` (4 figures), `bbbbbbb` (1 figures).');
});

test('counts the conversations lost beside bad pods that pass their probes', () => {
  const counted = rows.map((one, index) => ({ ...one, conversations: 40, lost: index }));
  expect(renderFaultTable(cases, counted)).toContain('In the cases marked ¹, 5 of 80 conversations were lost.');
});

test('fills the page between its markers, and again to the same', () => {
  const empty = 'Top\n<!-- faults: from faults.json -->\n<!-- /faults -->\nEnd\n';
  const page = fillFaultTable(empty, cases, rows);
  expect(page).toMatch(/^Top\n<!-- faults: .* -->\n\| fault .*<!-- \/faults -->\nEnd\n$/s);
  expect(fillFaultTable(page, cases, rows)).toBe(page);
  expect(() => fillFaultTable('Top', cases, rows)).toThrow('lacks the markers');
});
