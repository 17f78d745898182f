import { expect, test } from 'vitest';
import { isBare, pullCode } from './pull-message.ts';

test.each([
  ['rpc error: code = NotFound desc = r/i: not found', 'image-not-found'],
  ['manifest unknown', 'image-not-found'],
  ['unexpected status from HEAD request: 401 Unauthorized', 'image-unauthorized'],
  ['pull access denied', 'image-unauthorized'],
  ['dial tcp: lookup r: no such host', 'image-pull-failed'],
])('%j: %s', (message, code) => {
  expect(pullCode(message)).toBe(code);
});

test.each([
  ['', true],
  ['Back-off pulling image "r/i@sha256:1"', true],
  ['Back-off pulling image "r/i@sha256:1": ErrImagePull: not found', false],
])('%j says no more than that it waits: %s', (message, expected) => {
  expect(isBare(message)).toBe(expected);
});
