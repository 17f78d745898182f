/** What a caller did wrong or asked too much of; grpc/status.ts gives each its gRPC status. */
export type CallerFault =
  | 'unknown-session'
  | 'unknown-event'
  | 'bad-session-id'
  | 'bad-settings'
  | 'too-many-sessions'
  | 'overloaded'
  | 'draining'
  | 'cancelled';

export class CallError extends Error {
  readonly fault: CallerFault;
  /** After how long it is worth trying again, where that is known. */
  readonly retryAfterMs: number | undefined;

  constructor(fault: CallerFault, message: string, retryAfterMs?: number) {
    super(message);
    this.name = 'CallError';
    this.fault = fault;
    this.retryAfterMs = retryAfterMs;
  }
}

const QUOTED_CHARACTERS = 128;

/** What a caller sent, fit for a message: statuses travel in headers, and one too long for a client ends its connection. */
export function quotable(text: string): string {
  return text.length <= QUOTED_CHARACTERS ? text : `${text.slice(0, QUOTED_CHARACTERS).toWellFormed()}…`;
}

/** The service cannot start; the message says what, why and what to do next, for the person who started it. */
export class BootError extends Error {
  override readonly name = 'BootError';
}
