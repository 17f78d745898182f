import http2 from 'node:http2';
import { forget, linkStreams, tabulate } from './closed-streams.ts';
import { UnfinishedRequests } from './unfinished-requests.ts';

/** The HTTP/2 sessions that are open, oldest first. */
export class Connections {
  readonly #open = new Set<http2.ServerHttp2Session>();
  readonly #unfinished = new UnfinishedRequests();
  #lastArrival = Number.NEGATIVE_INFINITY;

  get size(): number {
    return this.#open.size;
  }

  /** No connection is open and none has come for so long. */
  quietFor(ms: number): boolean {
    return this.#open.size === 0 && performance.now() - this.#lastArrival >= ms;
  }

  /**
   * Says GOAWAY to the oldest that has not been told; it closes once its calls are answered.
   * @returns its peer as "address:port", as a call names it too; undefined if all have been told.
   */
  closeNext(): string | undefined {
    const next = this.#open.values().find(session => !session.closed);
    if (!next) return undefined;
    const { remoteAddress, remotePort } = next.socket;
    next.close();
    return `${remoteAddress}:${remotePort}`;
  }

  /** Cuts whatever is open. */
  destroyAll(): void {
    for (const session of this.#open) session.destroy();
  }

  /** grpc-js keeps its HTTP/2 sessions to itself, so watch every server that it makes while `bind` runs. */
  async watch<T>(bind: () => Promise<T>): Promise<T> {
    linkStreams();
    const { createServer, createSecureServer } = http2;
    const plain = (options: http2.ServerOptions) => createServer(options).on('session', this.#add);
    const secure = (options: http2.SecureServerOptions) => createSecureServer(options).on('session', this.#add);
    Object.assign(http2, { createServer: plain, createSecureServer: secure });
    try {
      return await bind();
    } finally {
      Object.assign(http2, { createServer, createSecureServer });
    }
  }

  readonly #add = (session: http2.ServerHttp2Session): void => {
    this.#lastArrival = performance.now();
    this.#open.add(session);
    tabulate(session);
    session.once('close', () => this.#open.delete(session));
    session.on('stream', (stream, headers) => {
      const closed = this.#unfinished.began(stream, headers[':path'] ?? '');
      // grpc-js ends a stream at its deadline while replies are due; what is written then is an error that ends nothing.
      stream.once('error', () => stream.close(http2.constants.NGHTTP2_CANCEL));
      stream.once('close', () => {
        closed();
        forget(stream);
      });
    });
  };
}
