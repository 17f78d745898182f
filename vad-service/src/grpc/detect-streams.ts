import type { SessionStore } from '../session-store.ts';
import type { Logger } from '../telemetry.ts';
import { type CallWatch, endCall } from './call-end.ts';
import { type Call, DetectStream, wentAway } from './detect-stream.ts';
import { StreamBudget } from './stream-budget.ts';

/** The open DetectStreams. */
export class DetectStreams {
  readonly #open = new Set<DetectStream>();
  readonly #budget = new StreamBudget();
  readonly #watch: CallWatch;
  readonly #log: Logger;

  constructor(watch: CallWatch, log: Logger) {
    this.#watch = watch;
    this.#log = log;
  }

  get size(): number {
    return this.#open.size;
  }

  serve(call: Call, store: SessionStore): void {
    const ended = (error?: Error) => void endCall(this.#watch, this.#log, 'DetectStream', error);
    if (call.cancelled) {
      ended(wentAway()); // while the store was being made: no event will tell
      return;
    }
    const stream = new DetectStream(call, store, this.#budget, this.#watch, error => {
      this.#open.delete(stream);
      ended(error);
    });
    this.#open.add(stream);
  }

  /** Ends the streams of a connection that was told to go, after what they have sent so far is answered. */
  endFor(peer: string): void {
    for (const stream of this.#open) if (stream.peer === peer) stream.leave();
  }
}
