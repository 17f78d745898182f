import type { Attempt } from '../toolkit/git/push-with-retry.ts';
import type { Hold } from '../toolkit/hold.ts';
import type { Release } from '../toolkit/release-file.ts';

/** How a bump ended. */
export interface Bump {
  readonly outcome: 'committed' | 'noop' | 'superseded' | 'held' | 'pull-request';
  /** The bump's commit, or the branch's head where nothing was written. */
  readonly commit: string;
  /** What was recorded before; undefined before the first bump. */
  readonly previous: Release | undefined;
  /** What the branch records now; undefined where nothing ever was. */
  readonly current: Release | undefined;
  /** What kept it back, where the outcome is `held`. */
  readonly holds?: readonly Hold[];
  /** The web address, where one is open. */
  readonly pullRequest?: string;
  /** Tries that it took, from 1. */
  readonly attempts: number;
}

/** How one try ended: for good, or overtaken by another writer. */
export type BumpAttempt = Attempt<Omit<Bump, 'attempts'>>;
