import { expect, test } from 'vitest';
import { buildFailure } from './build-failure.ts';

const ruler = '------';

test.each([
  ['ERROR: failed to solve: failed to push r/i:t: denied: permission_denied: write_package', 'registry-unauthorized'],
  ['ERROR: failed to solve: failed to push r/i:t: unexpected status from PUT request: 500', 'push-rejected'],
  ['ERROR: failed to solve: failed to push r/i:t: unauthorized', 'registry-unauthorized'],
  [
    `${ruler}\n > [2/3] RUN x:\n0.1 permission denied\n${ruler}\nERROR: failed to solve: process "x" failed`,
    'build-failed',
  ],
  ['', 'build-failed'],
])('%j is %s', (stderr, code) => {
  expect(buildFailure(1, stderr).code).toBe(code);
});

test('quotes the failing step and what it printed last, not the steps before', () => {
  const stderr = `#4 0.1 fine\n${ruler}\n > [2/3] RUN npm ci:\n1.5 npm error code E404\n${ruler}\nERROR: failed to solve: process`;
  const { message } = buildFailure(1, stderr);
  expect(message).toContain('> [2/3] RUN npm ci:');
  expect(message).toContain('npm error code E404');
  expect(message).not.toContain('fine');
});
