import { mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { contentsOf, watchFor } from './file-watch.ts';

/** What is told while the looks find one after another of these. */
async function toldOf(known: string, found: string[]): Promise<string[]> {
  const told: string[] = [];
  const end = new AbortController();
  const rest = [...found];
  const look = async () => {
    if (rest.length === 1) end.abort();
    return rest.shift() ?? known;
  };
  const changed = async (content: string) => void told.push(content);
  await watchFor(look, known, changed, 1, end.signal).catch(error => expect(error.name).toBe('AbortError'));
  return told;
}

test.each([
  ['nothing new', ['a', 'a', 'a'], []],
  ['new at two looks', ['b', 'b', 'b', 'b'], ['b']],
  ['new again later', ['b', 'b', 'a', 'a', 'b', 'b'], ['b', 'a', 'b']],
  ['still changing', ['b', 'c', 'd', 'e', 'a', 'a'], []],
  ['settled at last', ['b', 'c', 'c'], ['c']],
  ['back before it settled', ['b', 'a', 'b', 'a'], []],
])('%s', async (_, found, told) => expect(await toldOf('a', found)).toEqual(told));

test('contents are those of all files, through links too, and the reason where there are none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vad-watch-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);
  const paths = ['one', 'two', 'link'].map(at);
  await writeFile(at('one'), '1');
  await symlink('one', at('link'));
  expect(await contentsOf(paths)).toBe('1\0ENOENT\x001');
  await writeFile(at('two'), '2');
  await symlink('two', at('next'));
  await rename(at('next'), at('link'));
  expect(await contentsOf(paths)).toBe('1\x002\x002');
});
