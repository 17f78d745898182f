import { grpcFrame, RawConnection } from './raw-connection.ts';
import type { Service } from './service.ts';

/** A client that has asked for GetStats so many times, and lets no answer come. */
export async function askAndLeaveUnread(service: Service, times: number): Promise<RawConnection> {
  const connection = new RawConnection(await service.address(), { initialWindowSize: 0 });
  for (let i = 0; i < times; i++) connection.open('GetStats').end(grpcFrame(Buffer.alloc(0)));
  await connection.ping(); // the service has seen them
  return connection;
}
