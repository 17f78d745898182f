import { setTimeout as delay } from 'node:timers/promises';
import type { Connections } from './connections.ts';

/** Between two GOAWAYs: clients that all reconnect at one instant stall. */
const PACE_MS = 60;
/** A client that was told to go may be a moment late in coming back to a listener it still knows. */
const QUIET_MS = 400;

export interface DrainSteps {
  /** The catching up is over. */
  waited(): void;
  /** This connection (its peer as "address:port") has been told to go. */
  told(peer: string): void;
}

/**
 * Moves the clients elsewhere without failing a call: serve on while endpoints catch up, then say GOAWAY to one connection
 * after another, and answer once all is quiet. The listener stays open all along: a reconnect that meets a closed one fails.
 * @param deadline ends it early; the promise then rejects with an AbortError.
 */
export async function drain(
  connections: Connections,
  catchUpMs: number,
  steps: DrainSteps,
  deadline: AbortSignal,
): Promise<void> {
  await delay(catchUpMs, undefined, { signal: deadline });
  steps.waited();
  while (!connections.quietFor(QUIET_MS)) {
    const peer = connections.closeNext();
    if (peer !== undefined) steps.told(peer);
    await delay(PACE_MS, undefined, { signal: deadline });
  }
}
