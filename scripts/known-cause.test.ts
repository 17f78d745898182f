import { expect, test } from 'vitest';
import { knownCause } from './known-cause.ts';

test.each([
  'write /home/me/.cache/x: no space left on device',
  'ENOSPC: no space left on device, write',
  'npm error code ENOSPC',
])('a full disk: %s', text => {
  expect(knownCause(text)).toMatch(/^The disk is full/);
});

test.each([
  'dial tcp: lookup proxy.example: no such host',
  'Get "https://proxy.example": dial tcp 127.0.0.1:1: connect: connection refused',
  'W: Failure trying to run: wget: Temporary failure in name resolution',
  "Err:1 https://deb.example bookworm\n  Temporary failure resolving 'deb.example'",
  'tls: failed to verify certificate: x509: certificate signed by unknown authority',
  'npm error code EAI_AGAIN',
])('no network: %s', text => {
  expect(knownCause(text)).toMatch(/needs a network/);
});

test.each(['undefined: foo', 'main.go:3:1: syntax error', ''])('anything else is left to its own words: %s', text => {
  expect(knownCause(text)).toBeUndefined();
});
