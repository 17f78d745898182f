import type { ActionError } from '../toolkit/errors.ts';
import type { Logs } from '../toolkit/rollout/explain.ts';
import type { HpaObservation } from '../toolkit/rollout/hpa.ts';
import type { RolloutObservation } from '../toolkit/rollout/observe.ts';
import type { ServicesObservation } from '../toolkit/rollout/services.ts';
import type { SyncTarget } from '../toolkit/sync/engine.ts';
import type { GateSpan } from './gates.ts';
import type { Answers } from './serving.ts';

/** What a verification found out, whatever its end. */
export interface Evidence {
  readonly target: SyncTarget;
  /** The digest that this release should bring. */
  readonly digest: string;
  /** The digest that the Deployment had at the first look. */
  readonly digestBefore: string | undefined;
  /** The engine's commit at the last look; undefined without an engine. */
  readonly engineRevision: string | undefined;
  readonly rollout: RolloutObservation | undefined;
  readonly hpa: HpaObservation | undefined;
  readonly services: ServicesObservation | undefined;
  readonly answers: Answers;
  readonly gates: readonly GateSpan[];
  readonly logs: Logs;
}

export type Verdict =
  | { readonly kind: 'verified'; readonly evidence: Evidence }
  | { readonly kind: 'superseded'; readonly by: string; readonly evidence: Evidence }
  | { readonly kind: 'failed' | 'cancelled'; readonly evidence: Evidence; readonly error: ActionError };
