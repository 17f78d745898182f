import { expect, test } from 'vitest';
import { readPush } from './push-outcome.ts';

test('an exit code of 0 has landed, whatever was printed', () => {
  expect(readPush(0, 'remote: non-fast-forward is a word')).toBe('landed');
});

test.each([
  [' ! [rejected] HEAD -> main (fetch first)', 'raced'],
  [' ! [rejected] HEAD -> main (non-fast-forward)', 'raced'],
  ["! [remote rejected] HEAD -> main (cannot lock ref 'refs/heads/main': is at a but expected b)", 'raced'],
  ['! [remote rejected] HEAD -> main (incorrect old value provided)', 'raced'],
  ['! [remote rejected] HEAD -> main (failed to update ref)', 'raced'],
  ['remote: Permission to o/r.git denied to github-actions[bot].', 'denied'],
  ['fatal: unable to access: The requested URL returned error: 403', 'denied'],
  ['remote: error: GH006: Protected branch update failed for refs/heads/main.', 'denied'],
  ['remote: error: GH013: Repository rule violations found', 'denied'],
  ['! [remote rejected] HEAD -> main (pre-receive hook declined)', 'denied'],
  ['error: RPC failed; HTTP 401 curl 22', 'denied'],
  ['! [remote rejected] HEAD -> main (protected branch hook declined)', 'denied'],
  [' ! [rejected] HEAD -> main (stale info)', 'raced'],
  ['remote: scanned 403 files\n ! [rejected] HEAD -> main (fetch first)', 'raced'],
  ["fatal: could not read Username for 'https://example.invalid'", 'denied'],
  ['fatal: unable to access: Could not resolve host', 'failed'],
  ['', 'failed'],
])('%j is %s', (text, outcome) => {
  expect(readPush(1, text)).toBe(outcome);
});
