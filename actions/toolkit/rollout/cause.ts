import type { ErrorCode } from '../errors.ts';
import type { PodState } from './observe.ts';

/**
 * `fatal` ends a rollout at once; `budgeted` when it lasts so long, since it may heal; `grace` likewise, for what is known
 * to heal: what comes late, or what only throttles.
 */
export type CauseClass =
  | { readonly kind: 'fatal' }
  | { readonly kind: 'budgeted'; readonly ms: number }
  | { readonly kind: 'grace'; readonly ms: number };

/** What is wrong with a rollout. */
export interface Cause {
  readonly code: ErrorCode;
  readonly class: CauseClass;
  /** Where it is one pod's; undefined where pods cannot be made. */
  readonly pod: PodState | undefined;
  /** What it is about where that is no pod of the rollout: keeps causes of one code apart. */
  readonly subject?: string;
  /** One line for a person. */
  readonly summary: string;
  /** Since when, in milliseconds since 1970, where the cluster says; else since it was first seen. */
  readonly since?: number | undefined;
}

/** Ends it at once. */
export const fatal = { kind: 'fatal' } as const;
const budget = (seconds: number) => ({ kind: 'budgeted', ms: seconds * 1000 }) as const;
const grace = (seconds: number) => ({ kind: 'grace', ms: seconds * 1000 }) as const;

/** The class of each cause that has a time. The reasons are in docs/errors.md. */
export const times = {
  // A registry's answer; the second look keeps a pod that was just replaced from counting.
  pullAnswered: budget(3),
  // A network heals: the kubelet tries again after 10 s.
  pullUnanswered: budget(20),
  // A Secret that is applied a moment later; the kubelet looks again every 10 s, for a volume after 32 s.
  config: grace(45),
  volume: grace(75),
  readiness: budget(60),
  unschedulable: budget(5 * 60),
  // The second look, while nothing goes away that would make room.
  refused: budget(4),
  // Pods that still drain count against the quota; a webhook restarts; a ServiceAccount comes late.
  refusedForNow: grace(60),
  // The second look: an engine that is applying a newer commit changes Services before it says so.
  service: budget(4),
  // The engine, or whoever changed it by hand, may be about to put it right.
  serviceDiffers: budget(10),
  // The endpoints controller follows within seconds, and lags when it is busy or restarts.
  endpointsLag: grace(60),
} as const;
