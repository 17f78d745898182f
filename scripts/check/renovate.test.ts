import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const { packageRules } = JSON.parse(read('renovate.json')) as { packageRules: Record<string, unknown>[] };
const held = packageRules.find(({ description }) => description === 'Held back');
const names = (held?.matchPackageNames ?? []) as string[];

test('what is held back is something that we pin', () => {
  const pins = ['package.json', ...globSync('{scripts/tools/*/go.mod,*/package.json}', { cwd: root })]
    .map(read)
    .join('\n');
  expect(names.length).toBeGreaterThan(3);
  expect(names.filter(name => !pins.includes(name.replace('/**', '/')))).toEqual([]);
  expect(held?.enabled).toBe(false);
});

test('each row of the page on versions held back has its package in the rule', () => {
  const rows = [...read('docs/decisions/versions.md').matchAll(/^\| (?!what|---)([^|]+) \|/gm)].map(
    ([, what = '']) => what,
  );
  const words = rows
    .flatMap(what => what.split(', '))
    .map(what =>
      what
        .replace(/ \(.*\)/, '')
        .toLowerCase()
        .replace(' ', '-'),
    );
  expect(words.length).toBeGreaterThan(3);
  expect(words.filter(word => !names.some(name => name.includes(word)))).toEqual([]);
});
