import { setTimeout as delay } from 'node:timers/promises';
import type { Connections } from './connections.ts';

/** Between two GOAWAYs: clients that all reconnect at one instant stall. */
const PACE_MS = 60;
/** A client that was told to go may be a moment late in coming back to a listener it still knows. */
const QUIET_MS = 400;

/**
 * Moves the clients elsewhere without failing a call: serve on while endpoints catch up, then say GOAWAY to one connection
 * after another, and answer once all is quiet. The listener stays open all along: a reconnect that meets a closed one fails.
 * @param waited called when the catching up is over.
 * @param deadline ends it early; the promise then rejects with an AbortError.
 */
export async function drain(
  connections: Connections,
  catchUpMs: number,
  waited: () => void,
  deadline: AbortSignal,
): Promise<void> {
  await delay(catchUpMs, undefined, { signal: deadline });
  waited();
  while (!connections.quietFor(QUIET_MS)) {
    connections.closeNext();
    await delay(PACE_MS, undefined, { signal: deadline });
  }
}
