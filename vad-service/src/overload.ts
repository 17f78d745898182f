import type { Batch } from './batch.ts';
import { CallError } from './errors.ts';

export interface OverloadLimits {
  /** Detects are refused while a frame has been waiting for longer, new sessions from a fifth of it. */
  readonly maxQueueMs: number;
  /** Bytes of audio that may wait at one batch. */
  readonly maxHeldBytes: number;
}

/** New sessions are refused long before Detects are: who has begun to speak is heard to the end. */
const CREATE_SHARE = 1 / 5;

/** @throws CallError overloaded, when the batch cannot bear another session */
export function assertRoomForSession(batch: Batch, { maxQueueMs }: OverloadLimits): void {
  refuseAbove(maxQueueMs * CREATE_SHARE, batch, 'no new session is taken');
}

/** @throws CallError overloaded, when the audio would wait too long or take too much memory */
export function assertRoomForAudio(batch: Batch, bytes: number, { maxQueueMs, maxHeldBytes }: OverloadLimits): void {
  if (batch.heldBytes + bytes > maxHeldBytes) {
    const held = `${batch.heldBytes} bytes of audio wait already, ${maxHeldBytes} may`;
    throw new CallError(
      'overloaded',
      `${held} (VAD_MAX_HELD_MIB); the audio was not taken: send it again later`,
      retryAfterMs(),
    );
  }
  refuseAbove(maxQueueMs, batch, 'the audio was not taken: send it again later');
}

function refuseAbove(limitMs: number, batch: Batch, outcome: string): void {
  const waited = batch.waitMs;
  if (waited <= limitMs) return;
  const why = `frames have been waiting for ${Math.round(waited)} ms, more than ${limitMs} (VAD_MAX_QUEUE_MS)`;
  throw new CallError('overloaded', `${why}; ${outcome}`, retryAfterMs());
}

/** 1 to 2 s, so that those who were refused together do not come back together. */
export function retryAfterMs(): number {
  return Math.round(1000 * (1 + Math.random()));
}
