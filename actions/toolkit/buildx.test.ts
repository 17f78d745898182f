import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { readImageState } from './buildx.ts';

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
  expect(readImageState(no(stderr)).kind).toBe(kind);
});

test('the digest is that of the bytes that came', () => {
  const said = (text: string) => readImageState({ code: 0, stdout: Buffer.from(text), stderr: '' });
  const text = '{"schemaVersion":2,\n"manifests":[]}';
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  expect(said(text)).toEqual({ kind: 'found', image: { digest, manifest: { schemaVersion: 2, manifests: [] } } });
  expect(said('{"errors":[]}').kind).toBe('failed');
  expect(said('not json').kind).toBe('failed');
});
