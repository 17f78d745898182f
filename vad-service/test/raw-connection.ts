import { once } from 'node:events';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type OutgoingHttpHeaders,
  type Settings,
} from 'node:http2';

/** A gRPC message as it goes over the wire. */
export function grpcFrame(message: Uint8Array, flag = 0, length = message.length): Buffer {
  const head = Buffer.from([flag, 0, 0, 0, 0]);
  head.writeUInt32BE(length, 1);
  return Buffer.concat([head, message]);
}

/** HTTP/2 without a gRPC library, for what no library would do. */
export class RawConnection {
  readonly session: ClientHttp2Session;

  constructor(address: string, settings: Settings = {}) {
    this.session = connect(`http://${address}`, { settings });
    this.session.on('error', () => undefined); // shows in the streams as well
  }

  /** Begins a call of a vad.VADService method. */
  open(method: string, headers: OutgoingHttpHeaders = {}): ClientHttp2Stream {
    const stream = this.session.request({
      ':method': 'POST',
      ':path': `/vad.VADService/${method}`,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    });
    stream.on('error', () => undefined);
    return stream;
  }

  /** Resolves when the other side has seen all that was sent before. */
  async ping(): Promise<void> {
    if (this.session.connecting) await once(this.session, 'connect');
    await new Promise<void>((resolve, reject) => this.session.ping(error => (error ? reject(error) : resolve())));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.session.destroy();
  }
}
