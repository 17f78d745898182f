import { Metadata, status } from '@grpc/grpc-js';
import { CallError, type CallerFault } from '../errors.ts';

const STATUS_OF: Readonly<Record<CallerFault, status>> = {
  'unknown-session': status.NOT_FOUND,
  'unknown-event': status.INVALID_ARGUMENT,
  'bad-session-id': status.INVALID_ARGUMENT,
  'bad-settings': status.INVALID_ARGUMENT,
  'too-many-sessions': status.RESOURCE_EXHAUSTED,
  overloaded: status.RESOURCE_EXHAUSTED,
  draining: status.UNAVAILABLE,
  cancelled: status.CANCELLED,
};

export interface FailedStatus {
  readonly code: status;
  readonly details: string;
  readonly metadata?: Metadata;
}

/** The gRPC status that a failed call ends with; what is not the caller's fault is INTERNAL and says no more. */
export function toStatus(error: unknown): FailedStatus {
  if (!(error instanceof CallError)) {
    return { code: status.INTERNAL, details: 'internal error; the service has logged it' };
  }
  const ended = { code: STATUS_OF[error.fault], details: error.message };
  if (error.retryAfterMs === undefined) return ended;
  const metadata = new Metadata();
  metadata.set('grpc-retry-pushback-ms', String(error.retryAfterMs)); // a client's retry policy waits for so long
  return { ...ended, metadata };
}
