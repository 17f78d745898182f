import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../failure.ts';
import type { EngineName } from '../local/engines.ts';
import { cacheDirectory } from '../tools/tools.ts';
import { parseRows, type Row } from './row.ts';

/** Where measured rows are kept. The cache, because the cluster's own state goes with the cluster. */
export const rowFolder = (): string => join(cacheDirectory(), 'matrix');

/** The file of one commit and engine: the engines run at once, each in a process of its own. */
export const rowFile = (folder: string, commit: string, engine: EngineName): string =>
  join(folder, `${commit}.${engine}.json`);

/** Returns the rows of a file; none where there is no file. */
export function readRows(file: string): readonly Row[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  try {
    return parseRows(JSON.parse(text));
  } catch (cause) {
    throw new Failure(`${file} does not hold rows of the matrix.`, { cause, next: 'Remove it and measure again.' });
  }
}

/** Replaces the rows of a file, whole or not at all. */
export function writeRows(file: string, rows: readonly Row[]): void {
  mkdirSync(dirname(file), { recursive: true });
  const aside = `${file}.new`;
  writeFileSync(aside, `${JSON.stringify(rows, null, 2)}\n`);
  renameSync(aside, file);
}

/** Returns the rows of all commits and engines. */
export function readAllRows(folder: string): readonly Row[] {
  const files = (existsSync(folder) ? readdirSync(folder) : []).filter(name => name.endsWith('.json'));
  return files.toSorted().flatMap(name => readRows(join(folder, name)));
}
