import { expect, test } from 'vitest';
import { pullCode } from './explain.ts';

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
