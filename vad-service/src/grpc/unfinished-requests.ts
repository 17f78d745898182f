import { constants, type ServerHttp2Stream } from 'node:http2';

/** Longer than a message of 1 MiB takes on any connection that audio could be sent over. */
const PATIENCE_MS = 30_000;
const SWEEP_MS = 5000;
/** Calls that go on for as long as their clients like. */
const STREAMING = /\/(?:DetectStream|Watch|ServerReflectionInfo)$/;

/** A request of which more is to come, or its answer to be read. */
interface Unfinished {
  /** Unset once it has closed: a set's outgrown tables, kept until a full collection, must not keep the stream. */
  stream: ServerHttp2Stream | undefined;
  /** Since when it waits for its client. */
  since: number;
  answered: boolean;
}

/**
 * Ends calls whose request has begun and does not come to its end, or whose answer has been given and nobody reads it: each
 * may hold a message's worth of memory.
 */
export class UnfinishedRequests {
  /** Oldest first. */
  readonly #waiting = new Set<Unfinished>();
  readonly #patienceMs: number;

  constructor(patienceMs = PATIENCE_MS) {
    this.#patienceMs = patienceMs;
    setInterval(() => this.#sweep(performance.now()), Math.min(SWEEP_MS, patienceMs)).unref();
  }

  /** @returns what to call when the stream has closed */
  began(stream: ServerHttp2Stream, path: string): () => void {
    if (STREAMING.test(path)) return () => undefined;
    const request: Unfinished = { stream, since: performance.now(), answered: false };
    this.#waiting.add(request);
    return () => {
      request.stream = undefined;
      this.#waiting.delete(request);
    };
  }

  #sweep(now: number): void {
    for (const request of this.#waiting) {
      const { stream, since, answered } = request;
      if (since > now - this.#patienceMs) return; // the rest came later
      if (!stream?.readableEnded || answered) stream?.close(constants.NGHTTP2_CANCEL);
      else if (stream.headersSent) this.#waitForReader(request, now);
    }
  }

  #waitForReader(request: Unfinished, now: number): void {
    request.answered = true;
    request.since = now;
    this.#waiting.delete(request);
    this.#waiting.add(request);
  }
}
