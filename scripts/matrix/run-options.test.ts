import { expect, test } from 'vitest';
import { readMatrixRun } from './run-options.ts';
import type { Part } from './selection.ts';

const parts: readonly Part[] = [
  { id: 'oom', title: 'out of memory', engines: ['argocd', 'flux'] },
  { id: 'day', title: 'a day', engines: ['flux'] },
];

test('without --matrix there is no run', () => {
  expect(readMatrixRun({}, parts)).toBeUndefined();
});

test.each([
  [{ only: 'oom' }, '--only'],
  [{ engine: 'flux', 'no-preamble': true }, '--engine, --no-preamble'],
  [{ list: true }, '--list'],
])('%j without --matrix is an error', (options, names) => {
  expect(() => readMatrixRun(options, parts)).toThrow(`${names}: only for the matrix.`);
});

test('by default everything runs on both engines, after the preamble', () => {
  const run = readMatrixRun({ matrix: true }, parts);
  expect(run).toEqual({ parts, engines: ['argocd', 'flux'], hasPreamble: true });
});

test('an engine on which nothing selected runs is not started', () => {
  expect(readMatrixRun({ matrix: true, only: 'day', 'no-preamble': true }, parts)).toMatchObject({
    engines: ['flux'],
    hasPreamble: false,
  });
});

test('an unknown engine is an error', () => {
  expect(() => readMatrixRun({ matrix: true, engine: 'helm' }, parts)).toThrow('Unknown: --engine helm.');
});
