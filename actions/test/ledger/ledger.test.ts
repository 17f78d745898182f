import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { appendEntry, type LedgerEntry, lastVerified, readLedger } from '../../toolkit/ledger.ts';
import { write } from '../harness.ts';
import { git, makeRepositories, shallowClone } from '../repositories.ts';

const { signal } = new AbortController();
const hex = (letter: string) => letter.repeat(40);
const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;

const entry = (letter: string, second: number, environment = 'staging'): LedgerEntry => ({
  environment,
  verifiedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(),
  imageRef: `r.example.invalid/vad-service:src-1@${digestOf(letter)}`,
  digest: digestOf(letter),
  sourceCommit: hex(letter),
  bumpCommit: hex(letter),
  engineRevision: null,
  report: { outcome: 'verified' },
});

test('an entry goes onto a branch without ancestors, beside those that are there, and nothing else moves', async () => {
  const { bare, work } = makeRepositories({ 'a.txt': 'a' });
  const head = git(work, 'rev-parse', 'HEAD');
  expect(await readLedger({ dir: work }, 'staging')).toEqual([]);
  expect(await appendEntry({ dir: work }, entry('a', 1), signal)).toBe('staging/20260101T000001000Z-aaaaaaaaaaaa.json');
  await appendEntry({ dir: shallowClone({ bare, work }) }, entry('b', 2), signal);
  await appendEntry({ dir: work }, entry('c', 3, 'production'), signal);
  expect(git(bare, 'ls-tree', '-r', '--name-only', 'ledger').split('\n')).toEqual([
    'production/20260101T000003000Z-cccccccccccc.json',
    'staging/20260101T000001000Z-aaaaaaaaaaaa.json',
    'staging/20260101T000002000Z-bbbbbbbbbbbb.json',
  ]);
  expect(git(bare, 'rev-list', '--count', 'ledger')).toBe('3');
  expect(() => git(bare, 'merge-base', 'main', 'ledger')).toThrow();
  expect([git(work, 'rev-parse', 'HEAD'), git(work, 'status', '--porcelain')]).toEqual([head, '']);
  const records = await readLedger({ dir: work }, 'staging');
  expect(records.map(({ path, ...rest }) => rest)).toEqual([entry('b', 2), entry('a', 1)]);
  expect((await readLedger({ dir: work }, 'staging', 1)).map(({ digest }) => digest)).toEqual([digestOf('b')]);
});

test('writers at once: none is lost', async () => {
  const repositories = makeRepositories({ 'a.txt': 'a' });
  const clones = Array.from({ length: 4 }, () => shallowClone(repositories));
  await Promise.all(clones.map((dir, index) => appendEntry({ dir }, entry('abcd'[index] ?? '', index), signal)));
  expect(await readLedger({ dir: repositories.work }, 'staging')).toHaveLength(4);
});

test('what is no entry is left out', async () => {
  const { work } = makeRepositories({ 'a.txt': 'a' });
  await appendEntry({ dir: work }, entry('a', 1), signal);
  await appendEntry({ dir: work }, { ...entry('b', 2), digest: 'sha256:short' }, signal);
  expect((await readLedger({ dir: work }, 'staging')).map(({ digest }) => digest)).toEqual([digestOf('a')]);
});

test('a refused push is an error that quotes the server, at the first try', async () => {
  const { bare, work } = makeRepositories({ 'a.txt': 'a' });
  write(bare, 'hooks/pre-receive', '#!/bin/sh\necho "GH006: Protected branch" >&2\nexit 1\n');
  chmodSync(join(bare, 'hooks/pre-receive'), 0o755);
  await expect(appendEntry({ dir: work }, entry('a', 1), signal)).rejects.toThrow(
    /did not take[\s\S]*not permitted[\s\S]*GH006/,
  );
});

test('a remote that does not answer is an error, not an empty ledger', async () => {
  const { work } = makeRepositories({ 'a.txt': 'a' });
  git(work, 'remote', 'set-url', 'origin', 'file:///nowhere');
  await expect(readLedger({ dir: work }, 'staging')).rejects.toThrow('could not be read');
});

test('the rollback target is the newest that is neither current nor refused', () => {
  const records = ['c', 'b', 'a'].map(letter => ({ ...entry(letter, 1), path: letter }));
  expect(lastVerified(records, { current: digestOf('c') })?.path).toBe('b');
  expect(lastVerified(records, { current: digestOf('c'), refused: [digestOf('b')] })?.path).toBe('a');
  expect(lastVerified(records, { current: digestOf('x') })?.path).toBe('c');
  expect(lastVerified([], { current: digestOf('c') })).toBeUndefined();
});
