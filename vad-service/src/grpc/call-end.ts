import { status } from '@grpc/grpc-js';
import { CallError, type CallerFault } from '../errors.ts';
import type { Logger } from '../telemetry.ts';
import { type FailedStatus, toStatus } from './status.ts';

/** Hears how calls end, and how long Detects took. */
export interface CallWatch {
  callEnded(method: string, code: string): void;
  detectDone(seconds: number): void;
  refused(reason: string): void;
}

/** What a client may be told for no fault of its own. */
const REFUSALS: ReadonlySet<CallerFault> = new Set(['too-many-sessions', 'overloaded', 'draining']);

/** Counts a call that ended, logs it if that was our fault, and answers with the status of an error. */
export function endCall(watch: CallWatch, log: Logger, method: string, error?: unknown): FailedStatus | null {
  const failed = error ? toStatus(error) : null;
  watch.callEnded(method, failed ? (status[failed.code] as string) : 'OK');
  if (error instanceof CallError && REFUSALS.has(error.fault)) watch.refused(error.fault);
  if (failed?.code === status.INTERNAL) {
    log.error('a call failed', { 'rpc.method': method, 'error.stack_trace': String((error as Error).stack) });
  }
  return failed;
}
