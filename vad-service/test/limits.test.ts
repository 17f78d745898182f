import { once } from 'node:events';
import { connect, type Settings } from 'node:http2';
import { status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { create, detect, stats } from './call.ts';
import { Service } from './service.ts';

const MIB = 1_048_576;

test('a message of 1 MiB is taken, a longer one is refused and harms nobody', async () => {
  await using service = new Service();
  const vad = await service.vad();
  await create(vad, 'a');
  const room = MIB - 'a'.length - 2 - 4; // tags and lengths of the two fields
  expect((await detect(vad, 'a', Buffer.alloc(room))).framesProcessed).toBe(Math.floor(room / 1024));
  const refused = { code: status.RESOURCE_EXHAUSTED };
  await expect(detect(vad, 'a', Buffer.alloc(room + 1))).rejects.toMatchObject(refused);
  expect((await stats(vad)).totalRequests).toBe(1);
});

test('a connection is told how many calls it may have open', async () => {
  await using service = new Service();
  const session = connect(`http://${await service.address()}`);
  const [settings] = (await once(session, 'remoteSettings', { signal: AbortSignal.timeout(20_000) })) as [Settings];
  session.destroy();
  expect(settings.maxConcurrentStreams).toBe(4096);
});
