import type { ErrorCode } from '../toolkit/errors.ts';
import type { GrpcAccess } from '../toolkit/grpc-access.ts';
import type { Cluster } from '../toolkit/kubectl.ts';
import type { Cause } from '../toolkit/rollout/cause.ts';
import type { Labels } from '../toolkit/rollout/services.ts';
import type { Engine, SyncTarget } from '../toolkit/sync/engine.ts';
import type { GateName } from './gates.ts';
import type { Lineage } from './lineage.ts';
import type { ReleaseWatch } from './release-watch.ts';

/** What one look at engine and cluster comes to. */
export type Step =
  | { readonly kind: 'waiting'; readonly gate: GateName; readonly seen: string }
  | { readonly kind: 'verified'; readonly seen: string }
  | { readonly kind: 'superseded'; readonly seen: string }
  | {
      readonly kind: 'fault';
      readonly gate: GateName;
      readonly code: ErrorCode;
      readonly message: string;
      /** How far the pods had come, where the fault was found before they were done. */
      readonly during?: string;
    }
  | { readonly kind: 'broken'; readonly cause: Cause; readonly causes: readonly Cause[]; readonly seen: string };

export interface LookAt {
  readonly cluster: Cluster;
  readonly engine: Engine;
  readonly target: SyncTarget;
  readonly lineage: Lineage;
  readonly release: ReleaseWatch;
  readonly digest: string;
  readonly wantedAt: number;
  readonly access: GrpcAccess;
  /** Reads the selectors, by Service, of the release that was verified last; `undefined` where there is none. */
  readonly readVerifiedSelectors: () => Promise<ReadonlyMap<string, Labels> | undefined>;
  /** How long each new pod must have run, in milliseconds. */
  readonly settleMs: number;
}
