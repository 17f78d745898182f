import { status } from '@grpc/grpc-js';
import { CallError, type CallerFault } from '../errors.ts';

const STATUS_OF: Readonly<Record<CallerFault, status>> = {
  'unknown-session': status.NOT_FOUND,
  'unknown-event': status.INVALID_ARGUMENT,
  'too-many-sessions': status.RESOURCE_EXHAUSTED,
};

/** The gRPC status that a failed call ends with; what is not the caller's fault is INTERNAL and says no more. */
export function toStatus(error: unknown): { code: status; details: string } {
  if (error instanceof CallError) return { code: STATUS_OF[error.fault], details: error.message };
  return { code: status.INTERNAL, details: 'internal error; the service has logged it' };
}
