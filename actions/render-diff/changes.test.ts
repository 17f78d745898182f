import { expect, test } from 'vitest';
import { changes } from './changes.ts';

const diff = async (before: string, after: string) => `${before}→${after}`;
const renders = (entries: Record<string, string | null>) =>
  new Map(Object.entries(entries).map(([folder, text]) => [folder, text === null ? { error: 'why' } : { text }]));

test.each([
  ['the same', { a: '1' }, { a: '1' }, []],
  ['changed', { a: '1' }, { a: '2' }, [{ folder: 'a', kind: 'changed', diff: '1→2' }]],
  ['new', {}, { a: '1' }, [{ folder: 'a', kind: 'new', diff: '→1' }]],
  ['gone', { a: '1' }, {}, [{ folder: 'a', kind: 'gone', diff: '1→' }]],
  ['broken', { a: '1' }, { a: null }, [{ folder: 'a', kind: 'broken', error: 'why' }]],
  ['broken before and after', { a: null }, { a: null }, [{ folder: 'a', kind: 'broken', error: 'why' }]],
  ['mended', { a: null }, { a: '1' }, [{ folder: 'a', kind: 'changed', diff: '→1' }]],
  ['broken, then removed', { a: null }, {}, []],
])('%s', async (_, before, after, expected) => {
  expect(await changes(renders(before), renders(after), diff)).toEqual(expected);
});
