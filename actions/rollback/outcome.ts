import type { Attempt } from '../toolkit/git/push-with-retry.ts';
import type { Hold } from '../toolkit/hold.ts';
import type { Release } from '../toolkit/release-file.ts';
import type { SourceCommit } from './taken-back.ts';

/** How a rollback ended. */
export interface Rollback {
  readonly outcome:
    | 'committed'
    | 'noop'
    | 'hold-set'
    | 'hold-released'
    | 'pull-request'
    | 'no-target'
    | 'no-evidence'
    | 'superseded';
  /** The commit that was made, or the branch's head where nothing was written. */
  readonly commit: string;
  /** What was recorded before; undefined where nothing ever was. */
  readonly previous: Release | undefined;
  /** What the branch records now. */
  readonly current: Release | undefined;
  /** The ledger's entry of what is recorded now; '' without one, or without a rollback. */
  readonly entry: string;
  /** What was, or would be, taken back; newest first. */
  readonly takenBack: readonly SourceCommit[];
  /** The holds on the branch now. */
  readonly holds: readonly Hold[];
  /** Why nothing was done, or what else a person should know; '' for nothing. */
  readonly because: string;
  /** The web address, where one is open. */
  readonly pullRequest?: string;
  /** Whether the workflow that deploys what a lifted hold has kept back was started; '' where there is nothing to start. */
  readonly start: 'started' | 'failed' | '';
  /** Tries that it took, from 1. */
  readonly attempts: number;
}

/** How one try ended: for good, or overtaken by another writer. */
export type RollbackAttempt = Attempt<Omit<Rollback, 'attempts' | 'start'>>;
