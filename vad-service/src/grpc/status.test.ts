import { status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { CallError } from '../errors.ts';
import { toStatus } from './status.ts';

test.each([
  ['unknown-session', status.NOT_FOUND],
  ['unknown-event', status.INVALID_ARGUMENT],
  ['too-many-sessions', status.RESOURCE_EXHAUSTED],
] as const)('%s keeps its message', (fault, code) => {
  expect(toStatus(new CallError(fault, 'why'))).toEqual({ code, details: 'why' });
});

test('a fault of ours tells nothing of its inside', () => {
  expect(toStatus(new Error('a path, a secret'))).toEqual({
    code: status.INTERNAL,
    details: 'internal error; the service has logged it',
  });
});
