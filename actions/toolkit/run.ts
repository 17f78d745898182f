import * as core from '@actions/core';
import { ActionError, asActionError, describeError } from './errors.ts';
import { failureSummary, publish, type Result, writeSummary } from './report.ts';

// Time for clean-up after a signal; a second one, or its end, stops at once.
const graceMs = 3_000;
const keepAliveMs = 60_000;

/**
 * Runs an action: publishes its result, turns whatever it throws into a failed step with a summary, and ends it on
 * SIGINT or SIGTERM. The only place that fails a step.
 */
export async function run(title: string, action: (signal: AbortSignal) => Promise<Result>): Promise<void> {
  const controller = new AbortController();
  endOnSignals(controller);
  process.on('unhandledRejection', thrown => failAtOnce(thrown));
  // Deadlines alone (AbortSignal.timeout) keep no process alive: it would end here without a word.
  setInterval(() => undefined, keepAliveMs);
  try {
    const result = await action(controller.signal);
    await publish(result);
    if (result.failure) fail(result.failure);
  } catch (thrown) {
    const error = asActionError(controller.signal.aborted ? controller.signal.reason : thrown);
    await writeSummary(failureSummary(title, error));
    core.setOutput('failure-reason', error.code);
    fail(error);
  }
  // Open handles (a port-forward's pipe, a gRPC channel) must not keep a finished step alive.
  process.exit(process.exitCode ?? 0);
}

function fail(error: ActionError): void {
  if (error.code === 'unexpected') core.info(stackOf(error.cause ?? error));
  core.setFailed(describeError(error));
}

function failAtOnce(thrown: unknown): never {
  fail(asActionError(thrown));
  process.exit(1);
}

function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}

function endOnSignals(controller: AbortController): void {
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(1);
      controller.abort(new ActionError('cancelled', `Ended by ${name}.`));
      setTimeout(() => failAtOnce(controller.signal.reason), graceMs).unref();
    });
  }
}
