import { constants, type ServerHttp2Stream } from 'node:http2';

/** Longer than a message of 1 MiB takes on any connection that audio could be sent over. */
const PATIENCE_MS = 30_000;
const SWEEP_MS = 5000;
/** Calls that go on for as long as their clients like. */
const STREAMING = /\/(?:DetectStream|Watch|ServerReflectionInfo)$/;

/**
 * Ends calls whose request has begun and does not come to its end, or whose answer has been given and nobody reads it: each
 * may hold a message's worth of memory.
 */
export class UnfinishedRequests {
  /** Since when each waits for its client, oldest first. */
  readonly #since = new Map<ServerHttp2Stream, number>();
  readonly #answered = new WeakSet<ServerHttp2Stream>();
  readonly #patienceMs: number;

  constructor(patienceMs = PATIENCE_MS) {
    this.#patienceMs = patienceMs;
    setInterval(() => this.#sweep(performance.now()), Math.min(SWEEP_MS, patienceMs)).unref();
  }

  began(stream: ServerHttp2Stream, path: string): void {
    if (!STREAMING.test(path)) this.#since.set(stream, performance.now());
  }

  closed(stream: ServerHttp2Stream): void {
    this.#since.delete(stream);
  }

  #sweep(now: number): void {
    for (const [stream, since] of this.#since) {
      if (since > now - this.#patienceMs) return; // the rest came later
      if (!stream.readableEnded || this.#answered.has(stream)) stream.close(constants.NGHTTP2_CANCEL);
      else if (stream.headersSent) this.#waitForReader(stream, now);
    }
  }

  #waitForReader(stream: ServerHttp2Stream, now: number): void {
    this.#answered.add(stream);
    this.#since.delete(stream);
    this.#since.set(stream, now);
  }
}
