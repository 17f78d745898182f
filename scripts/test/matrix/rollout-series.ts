import type { Ground } from './ground.ts';

/** Good rollouts in a row, none of which may fail. */
export interface RolloutSeries {
  /** As of a Case: stable, in kebab-case. */
  readonly id: string;
  readonly title: string;
  readonly expected: 'verified';
  readonly rollouts: number;
  /** What happens during each rollout, counted from 1, that a verdict must not mind. */
  disturb?(ground: Ground, rollout: number): Promise<unknown>;
}

export const rolloutSeries: readonly RolloutSeries[] = [
  { id: 'good-rollouts', title: '20 good rollouts, no false alarm', expected: 'verified', rollouts: 20 },
];
