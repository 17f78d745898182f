import { expect, test } from 'vitest';
import { isBare, pullCode } from './pull-message.ts';

test.each([
  ['ErrImagePull', 'rpc error: code = NotFound desc = r/i: not found', 'image-not-found'],
  ['ErrImagePull', 'manifest unknown', 'image-not-found'],
  ['InvalidImageName', 'couldn’t parse image reference', 'image-not-found'],
  ['ErrImagePull', 'unexpected status from HEAD request: 401 Unauthorized', 'image-unauthorized'],
  ['ErrImagePull', 'pull access denied', 'image-unauthorized'],
  ['ErrImagePull', 'dial tcp: lookup r: no such host', 'image-pull-failed'],
])('%s, %j: %s', (reason, message, code) => {
  expect(pullCode(reason, message)).toBe(code);
});

test.each([
  ['', true],
  ['Back-off pulling image "r/i@sha256:1"', true],
  ['Back-off pulling image "r/i@sha256:1": ErrImagePull: not found', false],
])('%j says no more than that it waits: %s', (message, expected) => {
  expect(isBare(message)).toBe(expected);
});
