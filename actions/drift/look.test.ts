import { expect, test } from 'vitest';
import { unread } from './cells.ts';
import { parseLooks, worstOf } from './look.ts';
import { unreadable } from './look-at.ts';

const look = unreadable('staging', 'no answer');

test('a look comes out of its report as it went in', () => {
  expect(parseLooks(JSON.stringify({ looks: [look] }))).toEqual([look]);
});

test.each([
  ['no JSON', 'needs.staging.outputs.look'],
  ['no looks', '{}'],
  ['an unknown state', JSON.stringify({ looks: [{ ...look, state: 'fine' }] })],
  ['an unknown finding', JSON.stringify({ looks: [{ ...look, findings: [{ kind: 'x' }] }] })],
  ['no environment', JSON.stringify({ looks: [{ state: 'clean', cells: unread, findings: [] }] })],
])('%s is no report', (_, text) => {
  expect(parseLooks(text)).toBeUndefined();
});

test('together they are as bad as the worst', () => {
  expect(worstOf(['clean', 'drift', 'rolling-out'])).toBe('drift');
  expect(worstOf(['rolling-out', 'clean'])).toBe('rolling-out');
  expect(worstOf([])).toBe('clean');
});
