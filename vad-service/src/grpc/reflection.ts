import type { ServerDuplexStream } from '@grpc/grpc-js';
import { DESCRIPTORS } from '../../../proto/gen/descriptors.ts';
import type {
  ServerReflectionRequest,
  ServerReflectionResponse,
  ServerReflectionServer,
} from '../../../proto/gen/grpc/reflection/v1/reflection.ts';
import { answerReflection } from './reflection-answer.ts';

type Stream = ServerDuplexStream<ServerReflectionRequest, ServerReflectionResponse>;

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
    if (stream.write(answerReflection(request, this.#services, DESCRIPTORS))) return;
    // A client that asks without reading the answers would have them pile up here.
    stream.pause();
    stream.once('drain', () => stream.resume());
  }
}
