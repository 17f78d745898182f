import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { publishedRowFile } from '../matrix/fault-page.ts';
import { readRows } from '../matrix/row-file.ts';
import { selectParts } from '../matrix/selection.ts';
import { parts, tableCases } from './matrix/catalogue.ts';
import { root } from './render.ts';

test('every part has an id of its own, in kebab-case, and a title of its own', () => {
  const ids = parts.map(({ id }) => id);
  expect(ids.filter(id => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(parts.map(({ title }) => title)).size).toBe(parts.length);
});

test('every published row is of a case that is there', () => {
  const rows = readRows(publishedRowFile);
  expect(rows.length).toBeGreaterThan(50);
  expect(rows.filter(({ id }) => !tableCases.some(one => one.id === id))).toEqual([]);
});

test('the docs run only parts that are there', () => {
  const page = readFileSync(join(root, 'docs/faults.md'), 'utf8');
  const named = [...page.matchAll(/--only ([a-z0-9,-]+)/g)].map(match => match[1] ?? '');
  expect(named.length).toBeGreaterThan(1);
  for (const only of named) expect(selectParts(parts, only, ['flux', 'argocd'])).not.toEqual([]);
});
