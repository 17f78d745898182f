import { beforeAll, expect, test } from 'vitest';
import { terminalProgress } from '../../scripts/progress.ts';
import { ensureTools } from '../../scripts/tools/build.ts';
import { run } from './run.ts';
import { Service } from './service.ts';

beforeAll(() => ensureTools(['grpc-health-probe'], terminalProgress()));

/** What an orchestrator's exec probe would see. */
async function probe(service: Service, name: string) {
  const patience = ['-connect-timeout=20s', '-rpc-timeout=20s'];
  const target = [`-addr=${await service.address()}`, `-service=${name}`];
  const { code, stderr } = await run('grpc-health-probe', [...target, ...patience]);
  return { code, said: stderr.trim() };
}

test.each(['', 'vad.VADService'])('grpc-health-probe of %j: SERVING, then NOT_SERVING from SIGTERM on', async name => {
  await using service = new Service({ VAD_DRAIN_SECONDS: '20' });
  await service.said('serving');
  expect(await probe(service, name)).toEqual({ code: 0, said: 'status: SERVING' });
  service.process.kill('SIGTERM');
  await service.said('stopping');
  expect(await probe(service, name)).toEqual({ code: 4, said: 'service unhealthy (responded with "NOT_SERVING")' });
});

test('grpc-health-probe of a service that is not there', async () => {
  await using service = new Service();
  const { code, said } = await probe(service, 'other');
  expect(code).toBe(3);
  expect(said).toMatch(/code = NotFound desc = unknown service "other"$/);
});
