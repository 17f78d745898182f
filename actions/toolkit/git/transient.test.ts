import { expect, test } from 'vitest';
import { isTransientFailure } from './transient.ts';

test.each([
  "fatal: unable to access 'https://…': The requested URL returned error: 502",
  'error: RPC failed; HTTP 429 curl 22 The requested URL returned error: 429',
  'fatal: unable to access: Failed to connect to github.com port 443 after 75 ms: Couldn’t connect to server',
  'fatal: unable to access: Operation timed out after 300000 milliseconds with 0 out of 0 bytes received',
  'fetch-pack: unexpected disconnect while reading sideband packet\nfatal: early EOF\nfatal: fetch-pack: invalid index-pack output',
  'ssh: Could not resolve hostname github.com: Temporary failure in name resolution',
  'kex_exchange_identification: Connection closed by remote host',
  'fatal: unable to access: Empty reply from server',
])('%j may be gone at the next try', text => {
  expect(isTransientFailure(text)).toBe(true);
});

test.each([
  "fatal: couldn't find remote ref refs/heads/ledger",
  'fatal: remote error: upload-pack: not our ref ffff\nfatal: the remote end hung up unexpectedly',
  "fatal: '/nowhere' does not appear to be a git repository\nfatal: Could not read from remote repository.",
  'remote: Repository not found.\nfatal: repository not found',
  'fatal: Authentication failed for https://example.invalid',
  'fatal: unable to access: The requested URL returned error: 403',
  'fatal: unable to access: SSL certificate problem: self signed certificate',
  '',
])('%j is an answer', text => {
  expect(isTransientFailure(text)).toBe(false);
});
