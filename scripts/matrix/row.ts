import { at, isRecord, textAt } from '../../actions/toolkit/json.ts';
import type { EngineName } from '../local/engines.ts';

/** What the last run of one case of the matrix measured on one engine. All times are in seconds. */
export interface Row {
  /** The case's id in scripts/test/matrix/catalogue.ts. */
  readonly id: string;
  readonly engine: EngineName;
  /** The commit that was measured, in full; `COMMIT-dirty-HASH` for a work tree with uncommitted changes. */
  readonly commit: string;
  /** ISO 8601. */
  readonly measuredAt: string;
  /** verify-rollout's outcome or failure reason; `passed` for a group of tests that are no rollout. */
  readonly verdict: string;
  /** How long the evidence has to last before it may count. */
  readonly budgetSeconds?: number;
  /** From the push to the verdict; a range for a series of rollouts. */
  readonly wholeSeconds: number | Range;
  /** From the evidence to the verdict, less the budget; only for failures. */
  readonly afterSeconds?: number;
  /** How many conversations were held with the Service meanwhile, and how many of them were lost. */
  readonly conversations?: number;
  readonly lost?: number;
}

export interface Range {
  readonly least: number;
  readonly most: number;
}

/** What a case measures itself; the recorder adds the rest of its row. */
export type Measurement = Omit<Row, 'id' | 'engine' | 'commit' | 'measuredAt'>;

type Key = Pick<Row, 'id' | 'engine'>;

/** Whether two rows are of the same case on the same engine. */
export const isSameCase = (a: Key, b: Key): boolean => a.id === b.id && a.engine === b.engine;

/** The rows without the one of a case on an engine. */
export const withoutRow = (rows: readonly Row[], key: Key): readonly Row[] => rows.filter(row => !isSameCase(row, key));

/** The rows with this one in the place of the case's earlier one. */
export const withRow = (rows: readonly Row[], row: Row): readonly Row[] => [...withoutRow(rows, row), row];

/** The newest row of each case and engine. */
export function newestRows(rows: readonly Row[]): readonly Row[] {
  return rows
    .toSorted((a, b) => a.measuredAt.localeCompare(b.measuredAt))
    .reduce<readonly Row[]>((newest, row) => withRow(newest, row), []);
}

/** Milliseconds as seconds with one decimal, as rows keep them. */
export const toSeconds = (ms: number): number => Math.round(ms / 100) / 10;

/** Returns the rows of a parsed JSON file. Throws where some entry is not a row. */
export function parseRows(value: unknown): readonly Row[] {
  if (!Array.isArray(value)) throw new Error('not a list of rows');
  for (const [index, entry] of value.entries()) {
    if (!isRow(entry)) throw new Error(`entry ${index + 1} is not a row: ${JSON.stringify(entry)}`);
  }
  return value;
}

function isRow(entry: unknown): entry is Row {
  const hasTexts = ['id', 'commit', 'measuredAt', 'verdict'].every(key => textAt(entry, key) !== '');
  const optional = ['budgetSeconds', 'afterSeconds', 'conversations', 'lost'].map(key => at(entry, key));
  const whole = at(entry, 'wholeSeconds');
  const isRange = isRecord(whole) && typeof whole.least === 'number' && typeof whole.most === 'number';
  return (
    hasTexts &&
    ['argocd', 'flux'].includes(textAt(entry, 'engine')) &&
    (typeof whole === 'number' || isRange) &&
    optional.every(figure => figure === undefined || typeof figure === 'number')
  );
}
