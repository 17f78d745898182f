import { status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { askAndLeaveUnread } from './ask-and-leave-unread.ts';
import { create, stats } from './call.ts';
import { grpcFrame, RawConnection } from './raw-connection.ts';
import { scrape } from './scrape.ts';
import { Service } from './service.ts';

const DEADLINE = { timeout: 20_000 };
const nothing = grpcFrame(Buffer.alloc(0));

/** With a thousand sessions, fifty answers to GetStats may be unread. */
async function crowd(service: Service): Promise<void> {
  const vad = await service.vad();
  await Promise.all(Array.from({ length: 1000 }, (_, i) => create(vad, `${i}`)));
}

/** How many GetStats ended, by status. */
async function answered(service: Service) {
  const samples = await scrape(service);
  const [ok = 0, refused = 0] = ['OK', 'RESOURCE_EXHAUSTED'].map(code =>
    samples.get(`vad_calls_total{method="GetStats",code="${code}"}`),
  );
  return { ok, refused };
}

test('answers to GetStats that nobody reads are bounded, and given again once their client is gone', async () => {
  await using service = new Service();
  await crowd(service);
  const vad = await service.vad();
  await using unread = await askAndLeaveUnread(service, 60);
  await expect.poll(() => answered(service), DEADLINE).toEqual({ ok: 50, refused: 10 });
  expect((await scrape(service)).get('vad_calls_refused_total{reason="overloaded"}')).toBe(10);
  await expect(stats(vad)).rejects.toMatchObject({
    code: status.RESOURCE_EXHAUSTED,
    details: 'answers to GetStats with 51000 sessions wait to be read, more than 50000; try again later',
  });
  unread.session.destroy();
  await expect.poll(() => stats(vad).catch(error => error), DEADLINE).toMatchObject({ activeSessions: 1000 });
});

test('answers that are read, and calls that end before they are answered, count no longer', async () => {
  await using service = new Service();
  await crowd(service);
  await using connection = new RawConnection(await service.address());
  for (let i = 0; i < 60; i++) {
    const late = connection.open('GetStats', { 'grpc-timeout': '1m' });
    late.write(nothing);
    late.once('response', () => late.end()).resume(); // whole when it has failed already
  }
  const vad = await service.vad();
  for (let i = 0; i < 60; i++) expect(await stats(vad)).toMatchObject({ activeSessions: 1000 });
});
