import { existsSync, readFileSync } from 'node:fs';
import { ActionError, describeError } from '../actions/toolkit/errors.ts';
import { knownCause } from './known-cause.ts';

/** A failure told to a person: what happened, what to do next, and the log that knows more. */
export class Failure extends Error {
  readonly next: string | undefined;
  readonly log: string | undefined;

  constructor(what: string, options: { next?: string; log?: string; cause?: unknown } = {}) {
    super(what, { cause: options.cause });
    this.name = 'Failure';
    this.next = options.next;
    this.log = options.log;
  }
}

/** The text shown for any thrown value; for a Failure with a log, its last lines too. */
export function describeFailure(error: unknown): string {
  if (error instanceof ActionError) return describeError(error);
  if (!(error instanceof Failure)) return describeUnforeseen(error);
  const parts = [error.message];
  if (error.cause instanceof Error) parts.push(`Cause: ${error.cause.message}`);
  if (error.log && existsSync(error.log)) parts.push(tail(error.log, 12).replace(/^/gm, '  │ '), `Log: ${error.log}`);
  if (error.next) parts.push(`Next: ${error.next}`);
  return parts.join('\n');
}

/** What no one has put into words: where its own words tell a full disk or a missing network, what to do about that. */
function describeUnforeseen(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const next = knownCause(error instanceof Error ? error.message : text);
  return next && error instanceof Error ? `${error.message}\nNext: ${next}` : text;
}

/** The last `lines` lines of a text file. */
export function tail(file: string, lines: number): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}
