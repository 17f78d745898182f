/** What a caller did wrong or asked too much of; grpc/status.ts gives each its gRPC status. */
export type CallerFault = 'unknown-session' | 'unknown-event' | 'too-many-sessions';

export class CallError extends Error {
  readonly fault: CallerFault;

  constructor(fault: CallerFault, message: string) {
    super(message);
    this.name = 'CallError';
    this.fault = fault;
  }
}

/** The service cannot start; the message says what, why and what to do next, for the person who started it. */
export class BootError extends Error {
  override readonly name = 'BootError';
}
