import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between a client and the service, and fails as networks do. */
export class Gateway {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #backend: number;
  #open = true;
  #deaf = false;
  #refused = Promise.withResolvers<void>();

  private constructor(backend: number) {
    this.#backend = backend;
    this.#server = createServer(socket => this.#accept(socket));
  }

  /** @param address the service's, on this machine */
  static async to(address: string): Promise<Gateway> {
    const gateway = new Gateway(portOf(address));
    await once(gateway.#server.listen(0, '127.0.0.1'), 'listening');
    return gateway;
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What the service says is lost from now on. */
  loseAnswers(): void {
    this.#deaf = true;
  }

  /** Breaks every connection, and each new one at once. */
  break(): void {
    this.#open = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Resolves when a connection has come and was broken, since the last time. */
  async refused(): Promise<void> {
    await this.#refused.promise;
    this.#refused = Promise.withResolvers();
  }

  /** Lets connections through again, to another service maybe. */
  mend(address: string): void {
    this.#backend = portOf(address);
    this.#open = true;
    this.#deaf = false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.break();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(client: Socket): void {
    if (!this.#open) {
      client.destroy();
      this.#refused.resolve();
      return;
    }
    const service = connect(this.#backend, '127.0.0.1');
    client.pipe(service);
    service.on('data', data => this.#deaf || client.write(data));
    for (const [one, other] of [
      [client, service],
      [service, client],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
  }
}

function portOf(address: string): number {
  return Number(address.split(':').at(-1));
}
