import { HealthCheckResponse_ServingStatus, HealthClient } from '../../proto/gen/grpc/health/v1/health.ts';
import { type GrpcAccess, grpcChannel, plaintext } from './grpc-access.ts';

/** What `grpc.health.v1.Health/Check` says of the whole server: a serving status' name, or the call's error. */
export function checkHealth(address: string, access: GrpcAccess = plaintext, timeoutMs = 5_000): Promise<string> {
  const channel = grpcChannel(access);
  const client = new HealthClient(address, channel.credentials, channel.options);
  return new Promise<string>(resolve => {
    client.waitForReady(Date.now() + timeoutMs, notReady => {
      if (notReady) return resolve(`no answer: ${notReady.message}`);
      client.check({ service: '' }, (error, response) => {
        resolve(error ? `no answer: ${error.message}` : statusName(response.status));
      });
    });
  }).finally(() => client.close());
}

function statusName(status: number): string {
  const names = Object.entries(HealthCheckResponse_ServingStatus);
  return names.find(([, value]) => value === status)?.[0] ?? `status ${status}`;
}
