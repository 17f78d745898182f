import { expect, test } from 'vitest';
import { InputReader } from '../toolkit/input.ts';
import { plainLine, readInputs } from './inputs.ts';

const now = new Date('2026-12-01T09:30:15.678Z');
const usual = { environment: 'staging', min: '3' };

function read(given: Record<string, string>, env: NodeJS.ProcessEnv = {}) {
  const signal = new AbortController().signal;
  return readInputs(signal, new InputReader(name => given[name] ?? ''), env, now);
}

test('what is not given stays out', () => {
  expect(read({ ...usual, 'expires-in': '4h' }).task).toEqual({
    mode: 'set',
    wanted: {
      environment: 'staging',
      bounds: { min: 3 },
      until: '2026-12-01T13:30:15Z',
      reason: 'no reason was given',
    },
  });
  expect(read({ ...usual, 'expires-in': '2d' }).task).toMatchObject({ wanted: { until: '2026-12-03T09:30:15Z' } });
  expect(read({ mode: 'restore', environment: 'staging' }).task).toEqual({ mode: 'restore', environment: 'staging' });
  expect(read({ mode: 'due' }).task).toEqual({ mode: 'due' });
});

test.each([
  ['5m', '2026-12-01T09:35:15Z'],
  ['90d', '2027-03-01T09:30:15Z'],
])('expires-in %s is just within its bounds', (given, until) => {
  expect(read({ ...usual, 'expires-in': given }).task).toMatchObject({ wanted: { until } });
});

test('every fault is told at once', () => {
  const given = {
    environment: '../etc',
    min: '3.5',
    max: '0',
    'cpu-target': '101',
    'expires-in': 'soon',
    reason: 'x'.repeat(501),
    branch: '--all',
  };
  expect(() => read(given)).toThrow(
    expect.objectContaining({
      code: 'input-invalid',
      message: expect.stringMatching(
        /branch[\s\S]*environment[\s\S]*min must[\s\S]*max must[\s\S]*cpu-target must[\s\S]*1 to 100[\s\S]*expires-in must[\s\S]*reason must/,
      ),
    }),
  );
});

test.each<[Record<string, string>, string]>([
  [{ environment: 'staging' }, 'min or max or cpu-target is required'],
  [{ ...usual, environment: 'production' }, 'reason is required for production'],
  [{ ...usual, 'expires-in': '4m' }, 'expires-in must be from 5m to 90d'],
  [{ ...usual, 'expires-in': '91d' }, 'expires-in must be from 5m to 90d'],
  [{ ...usual, 'expires-in': '999999999999d' }, 'expires-in must be from 5m to 90d'],
  [{ ...usual, min: '-1' }, 'min must be a whole number'],
  [{ ...usual, max: '0' }, 'max must be a whole number'],
  [{ ...usual, max: '10001' }, 'max must be a whole number from 1 to 10000'],
])('%j: %s', (given, said) => {
  expect(() => read(given)).toThrow(said);
});

test.each([
  ['two\nlines\r\nand\ttabs', 'two lines and tabs'],
  ['bell\u0007, escape\u001b[31m, bidi\u202e, next\u0085line\u2028', 'bell, escape[31m, bidi, nextline'],
  ['  "quoted" $(id) `x` ::set-output ', '"quoted" $(id) `x` ::set-output'],
  ['Größe 📈', 'Größe 📈'],
])('%j is one line', (text, line) => {
  expect(plainLine(text)).toBe(line);
});

test.each<[NodeJS.ProcessEnv, string]>([
  [{ GITHUB_ACTOR: 'octo-cat' }, 'octo-cat'],
  [{ GITHUB_ACTOR: 'renovate[bot]' }, 'renovate[bot]'],
  [{ GITHUB_ACTOR: 'octocat', GITHUB_EVENT_NAME: 'schedule' }, 'schedule'],
  [{ GITHUB_ACTOR: 'x\nOperation: other' }, 'unknown'],
  [{}, 'unknown'],
])('%j is asked for by %s', (env, actor) => {
  expect(read(usual, env).actor).toBe(actor);
});
