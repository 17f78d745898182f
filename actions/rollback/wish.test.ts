import { expect, test } from 'vitest';
import { readWish } from './wish.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const entry = 'staging/20261201T093000000Z-3f9c2a71d0be.json';

test.each([
  ['none', { kind: 'none' }],
  ['last-verified', { kind: 'last-verified' }],
  ['previous', { kind: 'previous' }],
  [digest, { kind: 'digest', digest }],
  [entry, { kind: 'entry', path: entry }],
])('%s is a target', (text, wish) => {
  expect(readWish(text, 'staging')).toEqual(wish);
});

test.each([
  '',
  'newest',
  digest.slice(0, -1),
  entry.replace('staging', 'production'),
  entry.replace('.json', '.yaml'),
  'staging/../production/x.json',
  'staging/..json',
  'staging/-x.json',
  'staging/x y.json',
  'staging/x\n.json',
])('%j is none', text => {
  expect(readWish(text, 'staging')).toBeUndefined();
});
