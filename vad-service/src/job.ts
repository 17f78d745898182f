import type { Decision } from './decisions.ts';
import type { Event } from './event.ts';

/** Called once, with an error or with the decision. */
export type Done = (error: Error | null, decision?: Decision) => void;

/** One thing asked of a session. */
export interface Job {
  readonly kind: Event | 'reset';
  readonly audio: Uint8Array;
  /** Of END's audio, which nobody looks at, only the length is kept. */
  readonly unheardBytes: number;
  /** Counted in the batch's heldBytes until the job is done. */
  readonly heldBytes: number;
  readonly arrivedAt: number;
  readonly done: Done;
  begun: boolean;
}

/** Node cuts small buffers from larger ones; none of those is larger. */
const MAX_POOL_BYTES = 65_536;

/** The audio without the rest of the message that it is a view of, where that is large: it may be all but audio. */
export function compact(audio: Uint8Array): Uint8Array {
  const { byteLength } = audio.buffer;
  return byteLength > MAX_POOL_BYTES && byteLength > 2 * audio.length ? audio.slice() : audio;
}
