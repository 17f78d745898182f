import type { Bounds } from '../bounds.ts';
import type { HpaObservation } from '../rollout/hpa.ts';
import type { RolloutObservation } from '../rollout/observe.ts';
import type { ServiceState, ServicesObservation } from '../rollout/services.ts';
import type { SyncObservation } from '../sync/engine.ts';

/** What an environment should be, by the head of the branch that its engine follows. */
export interface Desired {
  readonly commit: string;
  /** undefined before the first release. */
  readonly digest: string | undefined;
  /** Of the autoscaler; undefined where the overlay has none. */
  readonly bounds: Bounds | undefined;
  readonly services: readonly ServiceState[];
  /** When the branch took the newest change of a manifest, in milliseconds since 1970. */
  readonly changedAt: number;
}

/** How an engine's commit stands to the branch: renders the same, another thing, or cannot be had. */
export type Standing = 'same-render' | 'other-render' | 'unknown';

/** What an engine says, and how its commit stands. */
export interface EngineState {
  readonly sync: SyncObservation;
  readonly standing: Standing;
}

/** An environment at one moment: Git, engine and cluster. */
export interface Observed {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly namespace: string;
  readonly git: Desired;
  /** undefined without an engine. */
  readonly engine: EngineState | undefined;
  readonly rollout: RolloutObservation;
  readonly hpa: HpaObservation;
  readonly services: ServicesObservation;
}

/** One thing that is not as Git says. */
export interface Finding {
  readonly kind: FindingKind;
  /** In words of ours. */
  readonly what: string;
  /** In words of others, unescaped; '' where there are none. */
  readonly said: string;
  /** What a person does next. */
  readonly next: string;
}

export type FindingKind = (typeof findingKinds)[number];

export const findingKinds = [
  'unreadable',
  'sync-paused',
  'sync-failed',
  'not-synced',
  'no-deployment',
  'other-digest',
  'old-pods',
  'no-ready-pod',
  'endpoints',
  'hpa-missing',
  'hpa-bounds',
  'hpa-unable',
  'replicas',
  'hold-expired',
  'scale-expired',
  'preview-orphan',
] as const;
