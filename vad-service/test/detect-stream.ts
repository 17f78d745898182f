import type { ClientDuplexStream, ServiceError } from '@grpc/grpc-js';
import type { DetectRequest, DetectResponse, VADServiceClient } from '../../proto/gen/vad.ts';

/** A DetectStream seen from the client: each request is a promise of its reply. */
export class StreamClient {
  readonly call: ClientDuplexStream<DetectRequest, DetectResponse>;
  /** Resolves when the stream is over, with its error if it ended with one. */
  readonly ended: Promise<ServiceError | undefined>;
  readonly #waiting: PromiseWithResolvers<DetectResponse>[] = [];

  constructor(vad: VADServiceClient) {
    this.call = vad.detectStream();
    const over = Promise.withResolvers<ServiceError | undefined>();
    this.ended = over.promise;
    this.call.on('data', (reply: DetectResponse) => this.#waiting.shift()?.resolve(reply));
    this.call.on('error', error => this.#close(over, error as ServiceError));
    this.call.on('end', () => this.#close(over));
  }

  send(sessionId: string, audioData: Buffer, event = ''): Promise<DetectResponse> {
    const waiting = Promise.withResolvers<DetectResponse>();
    waiting.promise.catch(() => undefined); // whoever cares awaits it
    this.#waiting.push(waiting);
    this.call.write({ sessionId, audioData, event });
    return waiting.promise;
  }

  /** Half-closes; resolves as `ended`. */
  end(): Promise<ServiceError | undefined> {
    this.call.end();
    return this.ended;
  }

  #close(over: PromiseWithResolvers<ServiceError | undefined>, error?: ServiceError): void {
    over.resolve(error);
    for (const waiting of this.#waiting.splice(0))
      waiting.reject(error ?? new Error('the stream ended before this reply'));
  }
}
