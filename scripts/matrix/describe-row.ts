import type { Row } from './row.ts';

/** What the cells of `describeRow` are. */
export const rowHeadings = [
  'case',
  'verdict',
  'push → verdict, s',
  'evidence → verdict, s',
  'conversations / lost',
] as const;

/** Returns a row's cells for the terminal. */
export function describeRow(row: Row): readonly string[] {
  const talk = row.conversations === undefined ? '' : `${row.conversations} / ${row.lost ?? 0}`;
  return [row.id, row.verdict, wholeText(row), afterText(row), talk];
}

/** The time to the verdict, or the range of a series, as text. */
export function wholeText({ wholeSeconds }: Row): string {
  if (typeof wholeSeconds === 'number') return decimal(wholeSeconds);
  return `${decimal(wholeSeconds.least)}–${decimal(wholeSeconds.most)}`;
}

/** The time from the evidence to the verdict as text; empty where there is no evidence. */
export const afterText = ({ afterSeconds }: Row): string => (afterSeconds === undefined ? '' : decimal(afterSeconds));

const decimal = (seconds: number) => (seconds === 0 ? '0' : seconds.toFixed(1));
