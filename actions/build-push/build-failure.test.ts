import { expect, test } from 'vitest';
import { buildFailure, tagFailure } from './build-failure.ts';

const ruler = '------';

test.each([
  ['ERROR: failed to solve: failed to push r/i:t: denied: permission_denied: write_package', 'registry-unauthorized'],
  ['ERROR: failed to solve: failed to push r/i:t: unexpected status from PUT request: 500', 'push-rejected'],
  ['ERROR: failed to solve: failed to push r/i:t: unauthorized', 'registry-unauthorized'],
  [
    `${ruler}\n > [2/3] RUN x:\n0.1 permission denied\n${ruler}\nERROR: failed to solve: process "x" failed`,
    'build-failed',
  ],
  [
    `ERROR: failed to solve: process "/bin/sh -c curl x || echo 403 denied" did not complete successfully: exit code: 1`,
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

test('quotes what the failing step printed from its first line on, which BuildKit itself cuts', () => {
  const output = ['Error: Cannot find module', ...Array.from({ length: 12 }, (_, i) => `    at frame ${i}`)];
  const step = '[build 7/8] RUN node build.ts --arch "amd64"';
  const stderr = [
    '#10 [build 6/8] COPY a b',
    '#10 0.1 other',
    `#11 ${step}`,
    ...output.map(line => `#11 0.069 ${line}`),
    `#11 ERROR: process did not complete successfully: exit code: 1`,
    ruler,
    ` > ${step}:`,
    ...output.slice(-9).map(line => `0.069 ${line}`),
    ruler,
    'Dockerfile:17',
    'ERROR: failed to build: exit code: 1',
  ].join('\n');
  const expected = [`> ${step}:`, ...output, 'ERROR: failed to build: exit code: 1'].join('\n');
  expect(buildFailure(1, stderr).message).toBe(`The build ended with exit code 1:\n${expected}`);
});

test.each([
  [
    'ERROR: publish sha256:1 to r/i:t: unexpected status from PUT request: 403 Forbidden\ndenied',
    'registry-unauthorized',
  ],
  ['ERROR: publish sha256:1 to r/i:t: unexpected status from PUT request: 500', 'push-rejected'],
  ['', 'push-rejected'],
])('a tag that is not taken with %j is %s', (stderr, code) => {
  expect(tagFailure({ code: 1, stderr })).toMatchObject({ code, message: expect.stringContaining(stderr) });
});

test('a failure without a word still says its exit code', () => {
  expect(buildFailure(7, '').message).toBe('The build ended with exit code 7:\n(nothing on stderr)');
  expect(tagFailure({ code: 7, stderr: '' }).message).toContain('(exit code 7, nothing on stderr)');
});
