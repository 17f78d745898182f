import { Server, type ServerCredentials, type ServerInterceptor, setLogger } from '@grpc/grpc-js';
import { HealthService } from '../../../proto/gen/grpc/health/v1/health.ts';
import { ServerReflectionService } from '../../../proto/gen/grpc/reflection/v1/reflection.ts';
import { ServerReflectionService as ServerReflectionServiceV1Alpha } from '../../../proto/gen/grpc/reflection/v1alpha/reflection.ts';
import { type VADServiceServer, VADServiceService } from '../../../proto/gen/vad.ts';
import { authority, cannotListen, type ListenAddress } from '../listen-address.ts';
import type { Logger } from '../telemetry.ts';
import { forgetting } from './closed-streams.ts';
import { Connections } from './connections.ts';
import type { Health } from './health.ts';
import type { Reflection } from './reflection.ts';

/** No maximum age of a connection: sessions live in this process, so to move a client is to lose its session. */
const OPTIONS = {
  'grpc.enable_channelz': 0,
  // 32 s of audio at 16 kHz.
  'grpc.max_receive_message_length': 1_048_576,
  // Finds clients that are gone without a word, within 40 s.
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
  // More speakers than one process can feed in real time; without a bound one client could take all memory.
  'grpc.max_concurrent_streams': 1000,
};

export interface Services {
  readonly vad: VADServiceServer;
  readonly health: Health;
  /** undefined: reflection is off. */
  readonly reflection: Reflection | undefined;
  /** See each call go by. */
  readonly interceptors?: ServerInterceptor[];
}

export interface Listener {
  /** The port that was really taken. */
  readonly port: number;
  readonly connections: Connections;
  /** Takes no new connection; resolves when the last one has closed. */
  close(): Promise<void>;
}

/** @throws BootError when the address cannot be had */
export async function listen(
  address: ListenAddress,
  credentials: ServerCredentials,
  { vad, health, reflection, interceptors = [] }: Services,
  log: Logger,
): Promise<Listener> {
  setLogger({ error: (...said) => log.warn('grpc-js', { detail: said.join(' ') }) });
  const server = new Server({ ...OPTIONS, interceptors });
  server.addService(VADServiceService, forgetting(VADServiceService, vad));
  server.addService(HealthService, health.handlers);
  if (reflection) {
    server.addService(ServerReflectionService, reflection.handlers);
    server.addService(ServerReflectionServiceV1Alpha, reflection.handlers);
  }
  const connections = new Connections();
  const port = await connections.watch(() => bind(server, address, credentials));
  const close = () => new Promise<void>((resolve, reject) => server.tryShutdown(e => (e ? reject(e) : resolve())));
  return { port, connections, close };
}

function bind(server: Server, address: ListenAddress, credentials: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(authority(address), credentials, (cause, bound) => {
      if (cause) reject(cannotListen(address, cause));
      else resolve(bound);
    });
  });
}
