import { ActionError } from '../errors.ts';
import type { Repository } from '../git.ts';
import { backoffMs, formatDuration, sleep } from '../poll.ts';
import { say } from '../report.ts';
import { pushCommit, pushError } from './commit.ts';

/** How one try to write ended: for good, or overtaken by another writer. */
export type Attempt<T> =
  | { readonly kind: 'ended'; readonly value: T }
  | { readonly kind: 'raced'; readonly said: string };

export interface Contest {
  /** Pushes before it gives up, each on a new head. */
  readonly maxAttempts: number;
  readonly signal: AbortSignal;
}

/**
 * Tries until it ends, each time on the branch's new head. No lock guards writers: the push is the compare-and-swap. Throws
 * `bump-contended` after the last try.
 */
export async function untilLanded<T>(
  { maxAttempts, signal }: Contest,
  attempt: () => Promise<Attempt<T>>,
): Promise<{ value: T; attempts: number }> {
  for (let number = 1; ; number++) {
    const ended = await attempt();
    if (ended.kind === 'ended') return { value: ended.value, attempts: number };
    if (number === maxAttempts) {
      throw new ActionError('bump-contended', `All ${maxAttempts} pushes were overtaken. The last:\n${ended.said}`);
    }
    const wait = backoffMs(number, { firstMs: 500, factor: 1.5, capMs: 15_000 });
    say(`push ${number} of ≤ ${maxAttempts} was overtaken; on the new head again in ${formatDuration(wait)}`);
    await sleep(wait, signal);
  }
}

/** Pushes a work tree's commit as `pushCommit` does; undefined where it landed. Throws `bump-denied`, `command-failed`. */
export async function pushOrRace(
  tree: Repository,
  branch: string,
  replaces?: string,
): Promise<Extract<Attempt<never>, { kind: 'raced' }> | undefined> {
  const { outcome, said } = await pushCommit(tree, branch, replaces);
  if (outcome === 'landed') return undefined;
  if (outcome === 'raced') return { kind: 'raced', said };
  throw pushError(outcome, branch, said);
}
