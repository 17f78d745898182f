import { expect, test } from 'vitest';
import { classifyPush, conflictingBranch } from './classify-push.ts';

test('an exit code of 0 is accepted, whatever was printed', () => {
  expect(classifyPush(0, 'remote: non-fast-forward is a word')).toBe('accepted');
});

test('a server that failed before it took anything may leave nothing to report', () => {
  expect(classifyPush(0, 'remote: Internal Server Error\nEverything up-to-date')).toBe('transient');
});

const remoteRejected = (reason: string) => `! [remote rejected] HEAD -> main (${reason})`;

test.each([
  [' ! [rejected] HEAD -> main (fetch first)', 'rejected'],
  [porcelain('https://git.example.invalid/o/unauthorized-api.git', 'main'), 'rejected'],
  [porcelain('https://git.example.invalid/o/request-timeout.git', 'main'), 'rejected'],
  [porcelain('https://git.example.invalid/o/r.git', 'env/protected branch/HTTP 503'), 'rejected'],
  [' ! [rejected] HEAD -> main (non-fast-forward)', 'rejected'],
  [' ! [rejected] HEAD -> main (stale info)', 'rejected'],
  ['remote: scanned 403 files\n ! [rejected] HEAD -> main (fetch first)', 'rejected'],
  [remoteRejected("cannot lock ref 'refs/heads/main': is at a but expected b"), 'rejected'],
  [remoteRejected("cannot lock ref 'refs/heads/main': reference already exists"), 'rejected'],
  [remoteRejected("cannot lock ref 'refs/heads/main': reference is missing but expected b"), 'rejected'],
  ["remote: error: Unable to create '/r.git/./refs/heads/main.lock': File exists.", 'rejected'],
  [remoteRejected('incorrect old value provided'), 'rejected'],
  [remoteRejected('failed to update ref'), 'rejected'],
  // Gitea and JGit (Gerrit, Bitbucket), Azure DevOps.
  [remoteRejected('reference already exists'), 'rejected'],
  [remoteRejected('failed to lock'), 'rejected'],
  [remoteRejected("TF401028: The reference 'refs/heads/main' has already been updated by another client"), 'rejected'],

  ['fatal: unable to access: Could not resolve host: github.com', 'transient'],
  ["fatal: unable to access 'https://…': The requested URL returned error: 503", 'transient'],
  ["fatal: unable to access 'https://…': The requested URL returned error: 500", 'transient'],
  ["fatal: unable to access 'https://…': The requested URL returned error: 429", 'transient'],
  ['error: RPC failed; HTTP 408 curl 22 The requested URL returned error: 408', 'transient'],
  [
    'error: RPC failed; curl 56 OpenSSL SSL_read: error:0A000126:SSL routines::unexpected eof while reading',
    'transient',
  ],
  ['error: RPC failed; curl 92 HTTP/2 stream 5 was not closed cleanly: CANCEL (err 8)', 'transient'],
  [
    'send-pack: unexpected disconnect while reading sideband packet\nfatal: the remote end hung up unexpectedly',
    'transient',
  ],
  ['fetch-pack: early EOF', 'transient'],
  ['fatal: unable to access: Recv failure: Connection reset by peer', 'transient'],
  ['fatal: unable to access: gnutls_handshake() failed: The TLS connection was non-properly terminated.', 'transient'],
  ['fatal: unable to access: SSL certificate problem: unable to get local issuer certificate', 'transient'],
  [`remote: fatal error in commit_refs\n${remoteRejected('failure')}`, 'transient'],
  [`remote: Internal Server Error\n${remoteRejected('Internal Server Error')}`, 'transient'],
  [' ! [remote failure] HEAD -> main (remote failed to report status)', 'transient'],
  // The hooks of Gitea and GitLab ask an API of their own, and decline when that does not answer.
  [`remote: Gitea: Internal Server Error\n${remoteRejected('pre-receive hook declined')}`, 'transient'],
  [`remote: GitLab: API is not accessible\n${remoteRejected('pre-receive hook declined')}`, 'transient'],
  ['GitLab: Failed to authorize your Git request: internal API unreachable', 'transient'],
  ['remote: You have exceeded a secondary rate limit.\nThe requested URL returned error: 403', 'transient'],
  [
    remoteRejected(
      "cannot lock ref 'refs/heads/main': Unable to create '/r.git/refs/heads/main.lock': Read-only file system",
    ),
    'transient',
  ],
  [remoteRejected('unpacker error'), 'transient'],
  ['', 'transient'],

  ['remote: Permission to o/r.git denied to github-actions[bot].', 'refused'],
  ['fatal: unable to access: The requested URL returned error: 403', 'refused'],
  ['remote: error: GH006: Protected branch update failed for refs/heads/main.', 'refused'],
  ['remote: error: GH013: Repository rule violations found', 'refused'],
  [remoteRejected('pre-receive hook declined'), 'refused'],
  [
    `remote: messages may not mention a timeout: it is 'fetch first'\n${remoteRejected('protected branch hook declined')}`,
    'refused',
  ],
  ['error: RPC failed; HTTP 401 curl 22', 'refused'],
  ["fatal: could not read Username for 'https://example.invalid'", 'refused'],
  [
    'refusing to allow a GitHub App to create or update workflow `.github/workflows/ci.yaml` without `workflows`',
    'refused',
  ],
  ['remote: This repository was archived so it is read-only.', 'refused'],
  ['remote: Repository not found.', 'refused'],
  // Branches whose names exclude each other, in both directions.
  [
    remoteRejected("cannot lock ref 'refs/heads/x/y': 'refs/heads/x' exists; cannot create 'refs/heads/x/y'"),
    'refused',
  ],
  [remoteRejected("cannot lock ref 'refs/heads/x': 'refs/heads/x/y' exists; cannot create 'refs/heads/x'"), 'refused'],
  [
    "remote: error: cannot lock ref 'refs/heads/x/y': 'refs/heads/x' exists; cannot create 'refs/heads/x/y'\n (failed to update ref)",
    'refused',
  ],
  [remoteRejected('directory file conflict'), 'refused'],
  [remoteRejected("there are still refs under 'refs/heads/ledger'"), 'refused'],
  [
    "remote: error: cannot lock ref 'refs/heads/x/y': Unable to create '/r.git/refs/heads/x/y.lock': Not a directory",
    'refused',
  ],
])('%j is %s', (text, outcome) => {
  expect(classifyPush(1, text)).toBe(outcome);
});

test('the branch in the way is named where the server names it', () => {
  expect(conflictingBranch("'refs/heads/ledger/old' exists; cannot create 'refs/heads/ledger'")).toBe('ledger/old');
  expect(conflictingBranch('! [remote rejected] x/y -> x/y (directory file conflict)')).toBeUndefined();
});

/** What `git push --porcelain` prints when another writer was faster. */
function porcelain(url: string, branch: string): string {
  return `To ${url}\n!\t0123abcd:refs/heads/${branch}\t[rejected] (fetch first)\nDone\nerror: failed to push some refs to '${url}'`;
}
