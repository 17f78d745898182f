import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Row } from './row.ts';
import { readAllRows, readRows, rowFile, writeRows } from './row-file.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vad-gitops-rows-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const row: Row = { id: 'oom', engine: 'flux', commit: 'c1', measuredAt: 't', verdict: 'oom-killed', wholeSeconds: 8.6 };

test('rows of all commits and engines add up, and nothing half-written stays', () => {
  const folder = join(temporaryFolder(), 'matrix');
  expect(readAllRows(folder)).toEqual([]);
  writeRows(rowFile(folder, 'c1', 'flux'), [row]);
  writeRows(rowFile(folder, 'c1', 'argocd'), [{ ...row, engine: 'argocd' }]);
  writeRows(rowFile(folder, 'c1-dirty-12345678', 'flux'), [{ ...row, commit: 'c1-dirty-12345678' }]);
  expect(readRows(rowFile(folder, 'c1', 'flux'))).toEqual([row]);
  expect(readAllRows(folder)).toHaveLength(3);
  expect(readdirSync(folder).toSorted()).toEqual(['c1-dirty-12345678.flux.json', 'c1.argocd.json', 'c1.flux.json']);
});

test('a file that is not ours is an error that names it', () => {
  const file = join(temporaryFolder(), 'c1.flux.json');
  writeFileSync(file, '[{"id":');
  expect(() => readRows(file)).toThrow(`${file} does not hold rows of the matrix.`);
});
