import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { actionNames } from './bundle.ts';
import { isRecord, textAt } from './toolkit/json.ts';
import { table } from './toolkit/report.ts';

const here = import.meta.dirname;

/** Writes the tables of inputs and outputs in each action's README anew, from its action.yml. */
export async function writeTables(): Promise<void> {
  for (const name of await actionNames()) {
    const readme = join(here, name, 'README.md');
    const action: unknown = parse(await readFile(join(here, name, 'action.yml'), 'utf8'));
    await writeFile(readme, fillTables(await readFile(readme, 'utf8'), action));
  }
}

/** A README's text with its tables made from an action's metadata. Throws where a marker is missing. */
export function fillTables(text: string, action: unknown): string {
  const inputs = rows(action, 'inputs', input => [textAt(input, 'description'), fallback(input)]);
  const outputs = rows(action, 'outputs', output => [textAt(output, 'description')]);
  const filled = between(text, 'inputs', table(['input', 'what it is', 'default'], inputs));
  return between(filled, 'outputs', table(['output', 'what it is'], outputs));
}

function rows(action: unknown, key: string, cells: (entry: unknown) => string[]): string[][] {
  const entries = isRecord(action) && isRecord(action[key]) ? Object.entries(action[key]) : [];
  const oneLine = (cell: string) => cell.replaceAll(/\s+/g, ' ').trim();
  return entries.map(([name, entry]) => [`\`${name}\``, ...cells(entry).map(oneLine)]);
}

function fallback(input: unknown): string {
  if (isRecord(input) && input.required === true) return '**required**';
  const value = textAt(input, 'default');
  return value === '' ? '' : `\`${value}\``;
}

function between(text: string, marker: string, content: string): string {
  const [start, end] = [`<!-- ${marker}: from action.yml -->`, `<!-- /${marker} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README without the markers ${start} and ${end}`);
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
}

if (import.meta.main) await writeTables();
