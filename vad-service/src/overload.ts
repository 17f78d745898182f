import { CallError } from './errors.ts';

export interface OverloadLimits {
  /** Detects are refused while a frame has been waiting for longer, new sessions from a fifth of it. */
  readonly maxQueueMs: number;
  /** Memory that the Detects which wait at one batch may take; new sessions are refused from a fifth of it. */
  readonly maxHeldBytes: number;
}

/** What waits, or would with one more. */
export interface Burden {
  readonly waitMs: number;
  readonly heldBytes: number;
}

/** New sessions are refused long before Detects are: who has begun to speak is heard to the end. */
const CREATE_SHARE = 1 / 5;

/** Memory of a call that waits, beside its audio: gRPC's and HTTP/2's objects. Measured: 20 KB. */
export const CALL_BYTES = 20_480;

/** @throws CallError overloaded, when no session should be added to what waits */
export function assertRoomForSession(burden: Burden, { maxQueueMs, maxHeldBytes }: OverloadLimits): void {
  refuseAbove(maxQueueMs * CREATE_SHARE, maxHeldBytes * CREATE_SHARE, burden, 'no new session is taken');
}

/** @throws CallError overloaded, when audio would wait too long or take too much memory */
export function assertRoomForAudio(burden: Burden, { maxQueueMs, maxHeldBytes }: OverloadLimits): void {
  refuseAbove(maxQueueMs, maxHeldBytes, burden, 'the audio was not taken: send it again later');
}

function refuseAbove(maxMs: number, maxBytes: number, { waitMs, heldBytes }: Burden, outcome: string): void {
  const refuse = (why: string) => {
    throw new CallError('overloaded', `${why}; ${outcome}`, retryAfterMs());
  };
  if (waitMs > maxMs) {
    refuse(`frames have been waiting for ${Math.round(waitMs)} ms, more than ${maxMs} (VAD_MAX_QUEUE_MS)`);
  }
  if (heldBytes > maxBytes) {
    refuse(`${heldBytes} bytes of Detects wait, more than ${Math.floor(maxBytes)} (VAD_MAX_HELD_MIB)`);
  }
}

/** 1 to 2 s, so that those who were refused together do not come back together. */
export function retryAfterMs(): number {
  return Math.round(1000 * (1 + Math.random()));
}
