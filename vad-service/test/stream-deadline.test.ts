import { once } from 'node:events';
import { constants } from 'node:http2';
import { expect, test } from 'vitest';
import { DetectRequest } from '../../proto/gen/vad.ts';
import { create } from './call.ts';
import { grpcFrame, RawConnection } from './raw-connection.ts';
import { Service } from './service.ts';

const request = grpcFrame(DetectRequest.encode({ sessionId: 'a', audioData: Buffer.alloc(1024), event: '' }).finish());

test('a stream whose replies are still due at its deadline is reset when its client reads on', async () => {
  const signal = AbortSignal.timeout(20_000);
  await using service = new Service();
  await create(await service.vad(), 'a');
  await using connection = new RawConnection(await service.address(), { initialWindowSize: 0 });
  const stream = connection.open('DetectStream', { 'grpc-timeout': '2S' });
  for (let i = 0; i < 4; i++) stream.write(request);
  const [headers] = await once(stream, 'response', { signal });
  expect(headers).not.toHaveProperty('grpc-status'); // a reply is on its way, and the others behind it
  // Of the same length and begun later: when this one has ended, the deadline of the other is over too.
  const idle = connection.open('DetectStream', { 'grpc-timeout': '2S' });
  const [ended] = await once(idle, 'response', { signal });
  expect(ended['grpc-status']).toBe('4');
  // Node 24.18 was seen to loop without end when it destroys a session with a stream that only the other side has ended.
  idle.close();
  await once(idle, 'close', { signal });
  expect(stream.closed).toBe(false);
  stream.resume();
  connection.session.settings({ initialWindowSize: 65_535 });
  await once(stream, 'close', { signal });
  expect(stream.rstCode).toBe(constants.NGHTTP2_CANCEL);
});
