import { ActionError } from '../errors.ts';
import { backoffMs, formatDuration, sleep } from '../poll.ts';
import { say } from '../report.ts';
import type { Repository } from './git.ts';
import { lastLine, maxRetries, retryWaitMs, unavailable } from './network.ts';
import { hasLanded, type Push, pushCommit } from './push.ts';

/** How one try to write ended: for good; too late, since another writer was faster; or with a push that got no answer. */
export type Attempt<T> = { readonly kind: 'ended'; readonly value: T } | Unaccepted<T>;

interface Unaccepted<T> {
  readonly kind: 'conflict' | 'unanswered';
  readonly text: string;
  /** Whether the push has landed after all; fetched again, or as it was fetched last. */
  readonly hasLanded: (isFetched: boolean) => Promise<boolean>;
  /** What the try comes to if it has. */
  readonly accept: () => Promise<T>;
}

export interface RetryOptions {
  /** Pushes that lose against other writers before it gives up, each on a new head. */
  readonly maxAttempts: number;
  readonly signal: AbortSignal;
}

/**
 * Repeats `attempt` until it ends, each time on the branch's new head. No lock guards writers: the push is the compare-and-swap.
 * A push that was not accepted may have landed: its answer was lost, and libcurl sends a request again by itself, which the
 * server then rejects. Then the run goes on as if it had been accepted. Throws `bump-contended` after the last conflict and
 * `git-unavailable` after the last push without an answer.
 */
export async function retryOnConflict<T>(
  { maxAttempts, signal }: RetryOptions,
  attempt: () => Promise<Attempt<T>>,
): Promise<{ value: T; attempts: number }> {
  const pushed: Unaccepted<T>[] = [];
  const count = (kind: Unaccepted<T>['kind']) => pushed.filter(one => one.kind === kind).length;
  for (let attempts = 1; ; attempts++) {
    const ended = await attempt().catch((error: unknown) => ({ kind: 'failed', error }) as const);
    // It may have decided, or refused to, on a head that an earlier push of this run has made meanwhile.
    const late = await findLanded(pushed, true);
    if (late) return { value: await late.accept(), attempts };
    if (ended.kind === 'failed') throw ended.error;
    if (ended.kind === 'ended') return { value: ended.value, attempts };
    pushed.push(ended);
    const [conflicts, failures] = [count('conflict'), count('unanswered')];
    const isLast = conflicts >= maxAttempts || failures > maxRetries;
    await waitFor(ended, { conflicts, failures, maxAttempts, isLast, signal });
    const landed = await findLanded(pushed, false);
    if (landed) {
      say('the push has landed; its answer was lost');
      return { value: await landed.accept(), attempts };
    }
    if (isLast) throw lastError(ended, maxAttempts);
  }
}

function lastError<T>({ kind, text }: Unaccepted<T>, maxAttempts: number): ActionError {
  if (kind === 'unanswered') return unavailable('git push', text);
  return new ActionError('bump-contended', `All ${maxAttempts} pushes were overtaken. The last:\n${text}`);
}

/** Pushes a commit; `accept` returns what the try comes to when it lands. Throws `bump-denied` and `branch-name-conflict`. */
export async function tryPush<T>(
  repository: Repository,
  push: Push,
  accept: () => T | Promise<T>,
): Promise<Attempt<T>> {
  const { outcome, text } = await pushCommit(repository, push);
  if (outcome === 'accepted') return { kind: 'ended', value: await accept() };
  return {
    kind: outcome === 'rejected' ? 'conflict' : 'unanswered',
    text,
    hasLanded: isFetched => hasLanded(repository, push, isFetched),
    accept: async () => accept(),
  };
}

async function findLanded<T>(pushed: readonly Unaccepted<T>[], isFetched: boolean): Promise<Unaccepted<T> | undefined> {
  // The last one first, which fetches for the others.
  for (const [at, one] of pushed.toReversed().entries()) if (await one.hasLanded(isFetched || at > 0)) return one;
  return undefined;
}

interface Progress extends RetryOptions {
  readonly conflicts: number;
  readonly failures: number;
  /** No try follows. */
  readonly isLast: boolean;
}

async function waitFor<T>(
  { kind, text }: Unaccepted<T>,
  { conflicts, failures, maxAttempts, isLast, signal }: Progress,
): Promise<void> {
  if (kind === 'unanswered') {
    const wait = retryWaitMs(isLast ? 1 : failures);
    say(`git push failed (${lastLine(text)}); finding out in ${formatDuration(wait)} whether it has landed`);
    return sleep(wait, signal);
  }
  if (isLast) return;
  const wait = backoffMs(conflicts, { firstMs: 500, factor: 1.5, capMs: 15_000 });
  say(`push ${conflicts} of ≤ ${maxAttempts} was overtaken; on the new head again in ${formatDuration(wait)}`);
  await sleep(wait, signal);
}
