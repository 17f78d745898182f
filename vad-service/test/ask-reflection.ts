import { credentials } from '@grpc/grpc-js';
import { onTestFinished } from 'vitest';
import {
  ServerReflectionClient as ReflectionV1,
  type ServerReflectionRequest,
  type ServerReflectionResponse,
} from '../../proto/gen/grpc/reflection/v1/reflection.ts';
import { ServerReflectionClient as ReflectionV1Alpha } from '../../proto/gen/grpc/reflection/v1alpha/reflection.ts';
import type { Service } from './service.ts';

export const VERSIONS = [ReflectionV1, ReflectionV1Alpha] as const;

/** A stream of grpc.reflection that ends with the test. */
export async function openReflection(service: Service, Client: (typeof VERSIONS)[number] = ReflectionV1) {
  const client = new Client(await service.address(), credentials.createInsecure());
  onTestFinished(() => client.close());
  return client.serverReflectionInfo();
}

/** Puts the questions on one stream and answers with all that came back. */
export async function askReflection(
  service: Service,
  questions: readonly Partial<ServerReflectionRequest>[],
  client?: (typeof VERSIONS)[number],
): Promise<ServerReflectionResponse[]> {
  const stream = await openReflection(service, client);
  for (const question of questions) stream.write({ host: '', ...question });
  stream.end();
  return stream.toArray({ signal: AbortSignal.timeout(20_000) });
}
