import { expect, test } from 'vitest';
import { describeDifference, diffManifests } from './rendered-diff.ts';

const map = (data: unknown) => ({ kind: 'ConfigMap', metadata: { name: 'm' }, data });
const said = (before: unknown[], after: unknown[]) => diffManifests(before, after).map(describeDifference);

test.each([
  ['nothing', [map({ a: 1 })], [map({ a: 1 })], []],
  ['the order of manifests', [map(1), { kind: 'X' }], [{ kind: 'X' }, map(1)], []],
  ['a value', [map({ a: 1 })], [map({ a: 2 })], ['ConfigMap//m data.a: 1 → 2']],
  ['a type', [map({ a: 1 })], [map({ a: '1' })], ['ConfigMap//m data.a: 1 → "1"']],
  ['a list', [map(['x'])], [map(['x', 'y'])], ['ConfigMap//m data.1: undefined → "y"']],
  ['emptiness', [map({})], [map(null)], ['ConfigMap//m data: {} → null']],
  ['a manifest gone', [map(1)], [], ['ConfigMap//m disappears']],
])('%s', (_, before, after, expected) => {
  expect(said(before, after)).toEqual(expected);
});
