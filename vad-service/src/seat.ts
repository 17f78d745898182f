import type { Batch } from './batch.ts';

/** Where a session is served: its place in the batches, and the lease of its lock. */
export interface Seat {
  readonly batch: Batch;
  readonly leaseMs: number;
  /** A START came while the lock was held. */
  readonly renewed: () => void;
  /** The lock's lease ran out. */
  readonly leaseExpired: () => void;
}
