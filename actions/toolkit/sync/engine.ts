import type { ErrorCode } from '../errors.ts';

/** What a GitOps engine says of an environment, the same for every engine. */
export interface SyncObservation {
  /** The commit that it compares the cluster with; undefined before the first, or while it cannot tell. */
  readonly revision: string | undefined;
  /** Whether the cluster has that commit. */
  readonly isApplied: boolean;
  /** One line for a person. */
  readonly seen: string;
  readonly fault: SyncFault | undefined;
}

/** Why the engine does not go on. */
export interface SyncFault {
  readonly code: Extract<ErrorCode, 'sync-failed' | 'manifest-error' | 'application-invalid'>;
  readonly message: string;
  /** The commit that it failed at; undefined where the engine does not say. */
  readonly revision: string | undefined;
  /** When the engine first said so, in milliseconds since 1970; undefined where it does not say. */
  readonly since: number | undefined;
}

/** Where an environment lives: what the engine pulls, and what it fills. */
export interface SyncTarget {
  readonly name: string;
  readonly namespace: string;
  /** Where the workloads are. */
  readonly destinationNamespace: string;
  /** Path of the overlay in the repository. */
  readonly path: string;
}
