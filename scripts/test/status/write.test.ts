import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { temporaryFolder, write } from '../../../actions/test/harness.ts';
import { describeFailure } from '../../failure.ts';
import { expectPlace, writePage } from '../../status/page/write.ts';

afterEach(() => void delete process.env.INIT_CWD);

function failureOf(file: string): string {
  try {
    return expectPlace(file);
  } catch (error) {
    return describeFailure(error);
  }
}

test('a folder and a missing folder are refused, with the way out', () => {
  const folder = temporaryFolder();
  expect(failureOf(folder)).toBe(
    `${folder} is no place for a page: it is a folder.\nNext: Name a file in it, such as --html ${folder}/status.html`,
  );
  expect(failureOf(join(folder, 'none', 'a.html'))).toBe(
    `There is no folder ${folder}/none to write a.html into.\nNext: Make it first: mkdir -p ${folder}/none`,
  );
  expect(failureOf('')).toContain('An empty name is no place');
});

test('the command says so before it does anything else', () => {
  const folder = temporaryFolder();
  const script = join(import.meta.dirname, '../../status.ts');
  const { status, stderr } = spawnSync(process.execPath, [script, '--html', folder], { encoding: 'utf8' });
  expect(stderr).toContain(`✘ ${folder} is no place for a page: it is a folder.\nNext: `);
  expect(status).toBe(1);
});

test('a name is taken from where the person is, and what was there is replaced whole', async () => {
  const folder = temporaryFolder();
  process.env.INIT_CWD = folder;
  write(folder, 'a.html', 'old and longer');
  const path = expectPlace('a.html');
  await writePage(path, 'new');
  expect(path).toBe(join(folder, 'a.html'));
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(readdirSync(folder)).toEqual(['a.html']);
});

test('what cannot be written leaves nothing behind', async () => {
  const folder = temporaryFolder();
  write(folder, 'a.html/in-the-way', '');
  chmodSync(join(folder, 'a.html'), 0o755);
  await expect(writePage(join(folder, 'a.html'), 'new')).rejects.toThrow('The page could not be written');
  expect(readdirSync(folder)).toEqual(['a.html']);
});
