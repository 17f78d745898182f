import { table } from '../../actions/toolkit/report.ts';
import { engineNames, engines } from '../local/engines.ts';
import { afterText, wholeText } from './describe-row.ts';
import type { Row } from './row.ts';

/** What the table of docs/faults.md takes from a case. */
export interface TableCase {
  readonly id: string;
  readonly title: string;
  readonly expected: string;
  readonly budgetMs?: number;
  readonly passesProbes?: true;
  readonly cutsClientsOff?: true;
}

const [start, end] = ['<!-- faults: from faults.json -->', '<!-- /faults -->'];

/** Returns the page with the table between its markers made from the rows. Throws where a marker is missing. */
export function fillFaultTable(page: string, cases: readonly TableCase[], rows: readonly Row[]): string {
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The page lacks the markers ${start} and ${end}.`);
  return `${page.slice(0, from + start.length)}\n${renderFaultTable(cases, rows)}\n${page.slice(to)}`;
}

/** Returns the table, one row per measured case in the order of `cases`, and the commits that were measured. */
export function renderFaultTable(cases: readonly TableCase[], rows: readonly Row[]): string {
  const times = engineNames.flatMap(name => [`${engines[name].title}: whole`, 'after']);
  const lines = cases.flatMap(one => caseLine(one, rows));
  return `${table(['fault', 'verdict', 'budget', ...times], lines)}\n\n${[commitText(rows), lossText(cases, rows)].join('').trim()}`;
}

function caseLine({ id, title, passesProbes, cutsClientsOff }: TableCase, rows: readonly Row[]): string[][] {
  const own = engineNames.map(engine => rows.find(row => row.id === id && row.engine === engine));
  const first = own.find(row => row !== undefined);
  if (!first) return [];
  const { verdict, budgetSeconds } = first;
  const times = own.flatMap(row => (row ? [wholeText(row), afterText(row)] : ['', '']));
  const mark = passesProbes ? ' ¹' : cutsClientsOff ? ' ²' : '';
  return [[`${title}${mark}`, verdictText(verdict), `${budgetSeconds ?? ''}`, ...times]];
}

const verdictText = (verdict: string) => (verdict === 'verified' ? verdict : `\`${verdict}\``);

function commitText(rows: readonly Row[]): string {
  const commits = [...new Set(rows.map(({ commit }) => commit))];
  const counted = commits.map(commit => {
    const count = rows.filter(row => row.commit === commit).length;
    return commits.length > 1 ? `\`${commit.slice(0, 7)}\` (${count} figures)` : `\`${commit.slice(0, 7)}\``;
  });
  return `Measured at commit${commits.length > 1 ? 's' : ''} ${counted.join(', ')}.`;
}

/** Counts the conversations lost where the Service sent calls to bad pods; empty where some row has no count. */
function lossText(cases: readonly TableCase[], rows: readonly Row[]): string {
  const marked = rows.filter(({ id }) => cases.some(one => one.id === id && one.passesProbes));
  if (marked.length === 0 || marked.some(({ lost, conversations }) => lost === undefined || !conversations)) return '';
  const sum = (key: 'lost' | 'conversations') => marked.reduce((total, row) => total + (row[key] ?? 0), 0);
  return ` In the cases marked ¹, ${sum('lost')} of ${sum('conversations')} conversations were lost.`;
}
