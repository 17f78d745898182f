import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Tool, tools } from '../tools/tools.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const { packageRules } = JSON.parse(read('renovate.json')) as { packageRules: Record<string, unknown>[] };
const rule = (about: string) => packageRules.find(({ description }) => String(description).startsWith(about));
const namesOf = (about: string) => (rule(about)?.matchPackageNames ?? []) as string[];
const held = namesOf('Held back');

test('what is held back is something that we pin', () => {
  const pins = ['package.json', ...globSync('{scripts/tools/*/go.mod,*/package.json}', { cwd: root })]
    .map(read)
    .join('\n');
  expect(held.length).toBeGreaterThan(3);
  expect(held.filter(name => !pins.includes(name.replace('/**', '/')))).toEqual([]);
  expect(rule('Held back')?.enabled).toBe(false);
});

test('each row of the page on versions held back has its package in the rule', () => {
  const rows = [...read('docs/decisions/versions.md').matchAll(/^\| (?!what|---)([^|]+) \|/gm)].map(
    ([, what = '']) => what,
  );
  const words = rows.flatMap(what => what.split(', ')).map(what => what.replace(/ \(.*\)/, '').toLowerCase());
  expect(words.length).toBeGreaterThan(3);
  const missing = words.filter(word => !held.some(name => word.split(' ').every(part => name.includes(part))));
  expect(missing).toEqual([]);
});

test('each tool is either kept up to date or held back', () => {
  const known = [...namesOf('The tools'), ...held];
  const packages = tools.flatMap((tool: Tool) => Object.values(tool.binaries));
  expect(packages.length).toBeGreaterThan(10);
  expect(packages.filter(name => !known.some(module => `${name}/`.startsWith(`${module}/`)))).toEqual([]);
  const unused = namesOf('The tools').filter(module => !packages.some(name => `${name}/`.startsWith(`${module}/`)));
  expect(unused).toEqual([]);
});
