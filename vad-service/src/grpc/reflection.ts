import { type ServerDuplexStream, status } from '@grpc/grpc-js';
import { DESCRIPTORS } from '../../../proto/gen/descriptors.ts';
import {
  ServerReflectionRequest,
  type ServerReflectionResponse,
  type ServerReflectionServer,
} from '../../../proto/gen/grpc/reflection/v1/reflection.ts';
import { readAhead } from './read-ahead.ts';
import { answerReflection } from './reflection-answer.ts';

type Stream = ServerDuplexStream<ServerReflectionRequest, ServerReflectionResponse>;

/** No name is longer, and an answer repeats its request. */
const MAX_REQUEST_BYTES = 4096;

/** grpc.reflection v1, and v1alpha, which differs by its name only: tells clients what is served, without .proto files. */
export class Reflection {
  readonly #services: readonly string[];
  readonly #streams = new Set<Stream>();
  #ended = false;

  /** @param services full names of the others that are served. */
  constructor(...services: string[]) {
    this.#services = [...services, 'grpc.reflection.v1.ServerReflection', 'grpc.reflection.v1alpha.ServerReflection'];
  }

  readonly handlers: ServerReflectionServer = {
    serverReflectionInfo: stream => {
      readAhead(stream, 1);
      stream.on('data', request => this.#answer(stream, request));
      stream.on('end', () => stream.end());
      stream.on('close', () => this.#streams.delete(stream));
      if (this.#ended) stream.end();
      else this.#streams.add(stream);
    },
  };

  /** Ends every stream, now and from now on: an open one would keep its connection from closing. */
  end(): void {
    this.#ended = true;
    for (const stream of this.#streams) stream.end();
  }

  #answer(stream: Stream, request: ServerReflectionRequest): void {
    if (!stream.writable) return;
    const { length } = ServerReflectionRequest.encode(request).finish();
    if (length > MAX_REQUEST_BYTES) {
      const details = `the request is ${length} bytes long; at most ${MAX_REQUEST_BYTES} are allowed`;
      stream.emit('error', { code: status.INVALID_ARGUMENT, details });
      return;
    }
    if (stream.write(answerReflection(request, this.#services, DESCRIPTORS))) return;
    // A client that asks without reading the answers would have them pile up here.
    stream.pause();
    stream.once('drain', () => stream.resume());
  }
}
