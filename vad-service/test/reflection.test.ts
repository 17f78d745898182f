import { once } from 'node:events';
import { fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import type { ServerReflectionResponse } from '../../proto/gen/grpc/reflection/v1/reflection.ts';
import { askReflection, openReflection, VERSIONS } from './ask-reflection.ts';
import { create } from './call.ts';
import { Service } from './service.ts';

const SERVED = {
  'vad.VADService': 'vad.proto',
  'grpc.health.v1.Health': 'grpc/health/v1/health.proto',
  'grpc.reflection.v1.ServerReflection': 'grpc/reflection/v1/reflection.proto',
  'grpc.reflection.v1alpha.ServerReflection': 'grpc/reflection/v1alpha/reflection.proto',
};

const descriptorOf = (response: ServerReflectionResponse | undefined) =>
  fromBinary(FileDescriptorProtoSchema, response?.fileDescriptorResponse?.fileDescriptorProto[0] ?? new Uint8Array());

test.each(VERSIONS)('all that is served is listed, and described in its file', async client => {
  await using service = new Service();
  const [listed, ...described] = await askReflection(
    service,
    [{ listServices: '' }, ...Object.keys(SERVED).map(fileContainingSymbol => ({ fileContainingSymbol }))],
    client,
  );
  expect(listed?.listServicesResponse?.service.map(({ name }) => name)).toEqual(Object.keys(SERVED));
  expect(described.map(response => descriptorOf(response).name)).toEqual(Object.values(SERVED));
});

test('the file of the service holds its methods and types', async () => {
  await using service = new Service();
  const [byName, byMethod, unknown] = await askReflection(service, [
    { fileByFilename: 'vad.proto' },
    { fileContainingSymbol: 'vad.VADService.DetectStream' },
    { fileContainingSymbol: 'vad.Nothing' },
  ]);
  const file = descriptorOf(byName);
  expect(file.service[0]?.method.map(({ name }) => name)).toContain('DetectStream');
  expect(file.messageType.map(({ name }) => name)).toContain('DetectRequest');
  expect(descriptorOf(byMethod)).toEqual(file);
  expect(unknown?.errorResponse?.errorCode).toBe(status.NOT_FOUND);
});

test('VAD_REFLECTION=off serves none', async () => {
  await using service = new Service({ VAD_REFLECTION: 'off' });
  await expect(askReflection(service, [{ listServices: '' }])).rejects.toMatchObject({ code: status.UNIMPLEMENTED });
});

test('a stream that is left open does not hold up the drain', async () => {
  await using service = new Service({ VAD_DRAIN_SECONDS: '0.2', VAD_GRACE_SECONDS: '15' });
  await create(await service.vad(), 'a');
  const stream = await openReflection(service);
  stream.write({ host: '', listServices: '' });
  await once(stream, 'data', { signal: AbortSignal.timeout(20_000) });
  service.process.kill('SIGTERM');
  await once(stream, 'end', { signal: AbortSignal.timeout(10_000) });
  expect(await service.exited).toBe(0);
  expect(service.logged.at(-1)?.message).toBe('stopped');
});
