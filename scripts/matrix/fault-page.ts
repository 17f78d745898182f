import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tableCases } from '../test/matrix/catalogue.ts';
import { fillFaultTable } from './fault-table.ts';
import { readRows } from './row-file.ts';

const docs = join(import.meta.dirname, '../../docs');

/** The measured rows that docs/faults.md shows. */
export const publishedRowFile = join(docs, 'faults.json');

if (import.meta.main) {
  const page = join(docs, 'faults.md');
  const text = await readFile(page, 'utf8');
  await writeFile(page, fillFaultTable(text, tableCases, readRows(publishedRowFile)));
}
