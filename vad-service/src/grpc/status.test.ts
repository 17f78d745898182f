import { status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { CallError } from '../errors.ts';
import { toStatus } from './status.ts';

test.each([
  ['unknown-session', status.NOT_FOUND],
  ['unknown-event', status.INVALID_ARGUMENT],
  ['bad-session-id', status.INVALID_ARGUMENT],
  ['bad-settings', status.INVALID_ARGUMENT],
  ['too-many-sessions', status.RESOURCE_EXHAUSTED],
  ['overloaded', status.RESOURCE_EXHAUSTED],
  ['draining', status.UNAVAILABLE],
  ['cancelled', status.CANCELLED],
] as const)('%s keeps its message', (fault, code) => {
  expect(toStatus(new CallError(fault, 'why'))).toEqual({ code, details: 'why' });
});

test('a refusal for the time being says when to come back', () => {
  const { code, metadata } = toStatus(new CallError('overloaded', 'why', 1234));
  expect(code).toBe(status.RESOURCE_EXHAUSTED);
  expect(metadata?.getMap()).toEqual({ 'grpc-retry-pushback-ms': '1234' });
});

test('a fault of ours tells nothing of its inside', () => {
  expect(toStatus(new Error('a path, a secret'))).toEqual({
    code: status.INTERNAL,
    details: 'internal error; the service has logged it',
  });
});
