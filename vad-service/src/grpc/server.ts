import { Server, ServerCredentials, setLogger } from '@grpc/grpc-js';
import { HealthService } from '../../../proto/gen/grpc/health/v1/health.ts';
import { type VADServiceServer, VADServiceService } from '../../../proto/gen/vad.ts';
import { BootError } from '../errors.ts';
import type { Logger } from '../telemetry.ts';
import { Connections } from './connections.ts';
import type { Health } from './health.ts';

export interface Listener {
  /** The port that was really taken. */
  readonly port: number;
  readonly connections: Connections;
  /** Takes no new connection; resolves when the last one has closed. */
  close(): Promise<void>;
}

/** @throws BootError when the address cannot be had */
export async function listen(
  host: string,
  port: number,
  vad: VADServiceServer,
  health: Health,
  log: Logger,
): Promise<Listener> {
  setLogger({ error: (...said) => log.warn('grpc-js', { detail: said.join(' ') }) });
  const server = new Server({ 'grpc.enable_channelz': 0 });
  server.addService(VADServiceService, vad);
  server.addService(HealthService, health.handlers);
  const connections = new Connections();
  const bound = await connections.watch(() => bind(server, host, port));
  const close = () => new Promise<void>((resolve, reject) => server.tryShutdown(e => (e ? reject(e) : resolve())));
  return { port: bound, connections, close };
}

function bind(server: Server, host: string, port: number): Promise<number> {
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (cause, bound) => {
      if (cause) reject(new BootError(explain(address, port, cause.message), { cause }));
      else resolve(bound);
    });
  });
}

function explain(address: string, port: number, why: string): string {
  if (why.includes('EADDRINUSE')) {
    return `Port ${port} is taken by another process (${address}).\nEnd that one, or set VAD_PORT to another port (0 takes a free one).`;
  }
  return `Cannot listen on ${address}: ${why}.\nSet VAD_HOST and VAD_PORT to an address that this machine allows.`;
}
