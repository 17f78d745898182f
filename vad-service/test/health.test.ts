import { once } from 'node:events';
import { type ClientReadableStream, status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import {
  type HealthCheckResponse,
  HealthCheckResponse_ServingStatus as Serving,
} from '../../proto/gen/grpc/health/v1/health.ts';
import { call, create } from './call.ts';
import { modelPipe } from './model-pipe.ts';
import { Service } from './service.ts';

const nextStatus = async (watch: ClientReadableStream<HealthCheckResponse>) => {
  const [response] = (await once(watch, 'data', { signal: AbortSignal.timeout(20_000) })) as [HealthCheckResponse];
  return response.status;
};

test('NOT_SERVING until the model is loaded, then SERVING, then NOT_SERVING from SIGTERM on', async () => {
  const model = modelPipe();
  await using service = new Service({ VAD_MODEL_PATH: model.path, VAD_DRAIN_SECONDS: '0.2' });
  const health = await service.health();
  const check = (name: string) => call<HealthCheckResponse>(done => health.check({ service: name }, done));
  for (const name of ['', 'vad.VADService']) expect(await check(name)).toEqual({ status: Serving.NOT_SERVING });
  await expect(check('other')).rejects.toMatchObject({ code: status.NOT_FOUND });

  const watch = health.watch({ service: 'vad.VADService' });
  expect(await nextStatus(watch)).toBe(Serving.NOT_SERVING);
  const early = create(await service.vad(), 'early');
  await model.fill();
  expect(await nextStatus(watch)).toBe(Serving.SERVING);
  for (const name of ['', 'vad.VADService']) expect(await check(name)).toEqual({ status: Serving.SERVING });
  expect((await early).success).toBe(true);

  service.process.kill('SIGTERM');
  expect(await nextStatus(watch)).toBe(Serving.NOT_SERVING);
  expect(await check('')).toEqual({ status: Serving.NOT_SERVING });
  await once(watch, 'end', { signal: AbortSignal.timeout(20_000) });
  expect(await service.exited).toBe(0);
});

test('Watch of an unknown service says SERVICE_UNKNOWN and stays open', async () => {
  await using service = new Service();
  const watch = (await service.health()).watch({ service: 'other' });
  expect(await nextStatus(watch)).toBe(Serving.SERVICE_UNKNOWN);
  watch.on('error', () => undefined);
  watch.cancel();
});
