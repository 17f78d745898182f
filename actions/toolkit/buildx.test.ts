import { expect, test } from 'vitest';
import { readTagState } from './buildx.ts';

const no = (stderr: string) => ({ code: 1, stdout: Buffer.from(''), stderr });

test.each([
  ['ERROR: localhost:5000/vad:src-1: not found', 'missing'],
  ['ERROR: unexpected status: 404 Not Found: manifest unknown', 'missing'],
  ['ERROR: name unknown: repository name not known to registry', 'missing'],
  ['ERROR: failed to authorize: 401 Unauthorized', 'unauthorized'],
  ['ERROR: pull access denied, repository does not exist: insufficient_scope: authorization failed', 'denied'],
  ['ERROR: failed to fetch anonymous token: unexpected status: 403 Forbidden', 'denied'],
  ['ERROR: dial tcp 127.0.0.1:1: connect: connection refused', 'failed'],
  ['ERROR: no builder "b" found', 'failed'],
  ['', 'failed'],
])('%j means %s', (stderr, kind) => {
  expect(readTagState(no(stderr)).kind).toBe(kind);
});

test('a manifest without a digest is a failure', () => {
  const said = (json: string) => readTagState({ code: 0, stdout: Buffer.from(json), stderr: '' });
  expect(said('{"digest":"sha256:1"}')).toEqual({ kind: 'found', digest: 'sha256:1' });
  expect(said('{"digest":""}').kind).toBe('failed');
  expect(said('not json').kind).toBe('failed');
});
