import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../failure.ts';

/**
 * Asks `condition` until it gives something other than undefined or false, at most `timeoutMs` long.
 * A condition that throws is asked again; the last error is the cause of the failure.
 */
export async function waitFor<T>(
  what: string,
  condition: () => Promise<T | undefined | false>,
  options: { timeoutMs: number; intervalMs?: number; log?: string },
): Promise<T> {
  const deadline = Date.now() + options.timeoutMs;
  let cause: unknown;
  do {
    try {
      const result = await condition();
      if (result !== undefined && result !== false) return result;
      cause = undefined;
    } catch (error) {
      if (error instanceof Failure) throw error;
      cause = error;
    }
    await sleep(options.intervalMs ?? 200);
  } while (Date.now() < deadline);
  throw new Failure(`Waited ${options.timeoutMs / 1000} s in vain for ${what}.`, {
    cause,
    ...(options.log ? { log: options.log } : {}),
  });
}
