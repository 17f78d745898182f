import { constants, type ServerHttp2Stream } from 'node:http2';

/** Longer than a message of 1 MiB takes on any connection that audio could be sent over. */
const PATIENCE_MS = 30_000;
const SWEEP_MS = 5000;
/** Calls whose requests go on for as long as their clients like. */
const STREAMING = /\/(?:DetectStream|Watch|ServerReflectionInfo)$/;

/** Ends calls whose request has begun and does not come to its end: each may hold nearly a message's worth of memory. */
export class UnfinishedRequests {
  readonly #began = new Map<ServerHttp2Stream, number>();
  readonly #patienceMs: number;

  constructor(patienceMs = PATIENCE_MS) {
    this.#patienceMs = patienceMs;
    setInterval(() => this.#sweep(), Math.min(SWEEP_MS, patienceMs)).unref();
  }

  began(stream: ServerHttp2Stream, path: string): void {
    if (!STREAMING.test(path)) this.#began.set(stream, performance.now());
  }

  closed(stream: ServerHttp2Stream): void {
    this.#began.delete(stream);
  }

  #sweep(): void {
    const since = performance.now() - this.#patienceMs;
    for (const [stream, began] of this.#began) {
      if (began >= since) return; // the rest came later
      if (!stream.readableEnded) stream.close(constants.NGHTTP2_CANCEL);
    }
  }
}
