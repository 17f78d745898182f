import { type ServerWritableStream, status } from '@grpc/grpc-js';
import {
  type HealthCheckRequest,
  type HealthCheckResponse,
  type HealthServer,
  HealthCheckResponse_ServingStatus as Serving,
} from '../../../proto/gen/grpc/health/v1/health.ts';
import { quotable } from '../errors.ts';

type Watcher = ServerWritableStream<HealthCheckRequest, HealthCheckResponse>;

/** grpc.health.v1 for services that are healthy or not together. Starts as NOT_SERVING. */
export class Health {
  readonly #services: ReadonlySet<string>;
  readonly #watchers = new Set<Watcher>();
  #serving = false;
  #ended = false;

  /** @param services their full names; "" stands for the server as a whole and is always known. */
  constructor(...services: string[]) {
    this.#services = new Set(['', ...services]);
  }

  readonly handlers: HealthServer = {
    check: (call, callback) => {
      const current = this.#statusOf(call.request.service);
      if (current !== Serving.SERVICE_UNKNOWN) callback(null, { status: current });
      else
        callback({
          code: status.NOT_FOUND,
          details: `unknown service ${JSON.stringify(quotable(call.request.service))}`,
        });
    },
    watch: call => {
      call.write({ status: this.#statusOf(call.request.service) });
      if (this.#ended) call.end();
      else this.#watchers.add(call);
      call.on('cancelled', () => this.#watchers.delete(call));
    },
  };

  setServing(serving: boolean): void {
    if (this.#serving === serving) return;
    this.#serving = serving;
    for (const watcher of this.#watchers) {
      if (this.#services.has(watcher.request.service))
        watcher.write({ status: this.#statusOf(watcher.request.service) });
    }
  }

  /** Ends every Watch, now and from now on: an open one would keep its connection from closing. */
  end(): void {
    this.#ended = true;
    for (const watcher of this.#watchers) watcher.end();
    this.#watchers.clear();
  }

  #statusOf(service: string): Serving {
    if (!this.#services.has(service)) return Serving.SERVICE_UNKNOWN;
    return this.#serving ? Serving.SERVING : Serving.NOT_SERVING;
  }
}
