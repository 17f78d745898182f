import { type ClientHttp2Stream, constants } from 'node:http2';
import { buffer } from 'node:stream/consumers';
import { status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { DetectRequest, DetectResponse } from '../../proto/gen/vad.ts';
import { audio, SPEECH } from './audio.ts';
import { create, destroy, detect, reset, stats } from './call.ts';
import { StreamClient } from './detect-stream.ts';
import { memoryOf } from './memory.ts';
import { modelPipe } from './model-pipe.ts';
import { loadOracleModel, Oracle } from './oracle.ts';
import { grpcFrame, RawConnection } from './raw-connection.ts';
import { scrape } from './scrape.ts';
import { COLLECTING, Service } from './service.ts';

const nothing = Buffer.alloc(0);
const DEADLINE = { timeout: 20_000 };

test('several sessions on one stream are answered in the order in which they were sent', async () => {
  await using service = new Service();
  const vad = await service.vad();
  const model = await loadOracleModel();
  const talks = SPEECH.map(name => ({ name, speech: audio(name), oracle: new Oracle(model) }));
  for (const { name } of talks) await create(vad, name);
  const stream = new StreamClient(vad);
  const replies = [];
  const expected = [];
  for (let at = 0; at < 100_000; at += 12_345) {
    for (const { name, speech, oracle } of talks) {
      // A long one before a short one: the short one's frames are done first.
      const piece = speech.subarray(at, at + (name === SPEECH[0] ? 12_345 : 700));
      replies.push(stream.send(name, piece));
      expected.push({ ...(await oracle.detect(piece, '')), sessionId: name });
    }
  }
  expect(await stream.end()).toBeUndefined();
  expect(await Promise.all(replies)).toEqual(expected);
});

test('a half-closed stream is answered in full, then ends', async () => {
  await using service = new Service();
  const vad = await service.vad();
  await create(vad, 'a');
  const stream = new StreamClient(vad);
  const replies = Array.from({ length: 200 }, () => stream.send('a', Buffer.alloc(4096)));
  expect(await stream.end()).toBeUndefined();
  const frames = (await Promise.all(replies)).map(reply => reply.framesProcessed);
  expect(frames).toEqual(frames.map((_, i) => (i + 1) * 4));
  expect(await new StreamClient(vad).end(), 'one that brings nothing').toBeUndefined();
});

test.each([
  ['an unknown session', 'gone', '', status.NOT_FOUND, 'Session gone not found. Call CreateSession first.'],
  ['an unknown event', 'a', 'stop', status.INVALID_ARGUMENT, 'event "stop" is not one of'],
])('%s ends the stream after the replies to what came before, and nothing after it is heard', async (_, id, event, code, details) => {
  await using service = new Service();
  const vad = await service.vad();
  await create(vad, 'a');
  const stream = new StreamClient(vad);
  const before = [stream.send('a', Buffer.alloc(300_000), 'start'), stream.send('a', nothing)];
  const after = [
    stream.send(id, nothing, event),
    stream.send('a', Buffer.alloc(1024)),
    stream.send('a', nothing, 'end'),
  ];
  expect(await stream.ended).toMatchObject({ code, details: expect.stringContaining(details) });
  expect((await Promise.all(before)).map(reply => reply.framesProcessed)).toEqual([292, 292]);
  for (const reply of after) await expect(reply).rejects.toMatchObject({ code });
  expect((await stats(vad)).sessions).toEqual([expect.objectContaining({ requestCount: 2, vadLocked: true })]);
  await expect.poll(async () => (await scrape(service)).get('vad_streams'), DEADLINE).toBe(0);
});

test('a session that is reset or destroyed is so for the stream too', async () => {
  await using service = new Service();
  const vad = await service.vad();
  await create(vad, 'a');
  const stream = new StreamClient(vad);
  expect(await stream.send('a', Buffer.alloc(2048))).toMatchObject({ framesProcessed: 2 });
  await reset(vad, 'a');
  expect(await stream.send('a', Buffer.alloc(1024))).toMatchObject({ framesProcessed: 1 });
  await destroy(vad, 'a');
  await expect(stream.send('a', nothing)).rejects.toMatchObject({ code: status.NOT_FOUND });
});

test('a client that reads no replies makes itself wait, and nobody else', async () => {
  await using service = new Service();
  const vad = await service.vad();
  const id = 'x'.repeat(128); // long replies fill the way back sooner
  await create(vad, id);
  await create(vad, 'other');
  // grpc-js itself would read whatever comes.
  await using connection = new RawConnection(await service.address());
  const stream = connection.open('DetectStream');
  const sent = 8000;
  const request = grpcFrame(DetectRequest.encode({ sessionId: id, audioData: nothing, event: '' }).finish());
  stream.end(Buffer.concat(Array(sent).fill(request)));
  const taken = async () => (await stats(vad)).sessions[0]?.requestCount ?? 0;
  const stalledAt = await untilStill(taken);
  expect(stalledAt).toBeGreaterThan(0);
  expect(stalledAt).toBeLessThan(sent / 2);
  expect(await detect(vad, 'other', Buffer.alloc(1024))).toMatchObject({ framesProcessed: 1 });
  const replies = await buffer(stream);
  const reply = grpcFrame(DetectResponse.encode({ ...DetectResponse.decode(nothing), sessionId: id }).finish());
  expect(replies.equals(Buffer.concat(Array(sent).fill(reply)))).toBe(true);
});

/** The number once it has not grown over ten looks. */
async function untilStill(look: () => Promise<number>): Promise<number> {
  const seen: number[] = [];
  await expect
    .poll(async () => {
      seen.push(await look());
      return new Set(seen.slice(-10)).size === 1 && seen.length >= 10;
    }, DEADLINE)
    .toBe(true);
  return seen.at(-1) as number;
}

test('what is sent faster than the model hears it waits at the sender', async () => {
  await using service = new Service(COLLECTING);
  const vad = await service.vad();
  await service.said('serving');
  const before = await memoryOf(service);
  const piece = Buffer.alloc(1_000_000);
  const [streams, pieces] = [2, 14];
  let most = 0;
  const send = async (name: string) => {
    await create(vad, name);
    const stream = new StreamClient(vad);
    const replies = Array.from({ length: pieces }, () => stream.send(name, piece));
    const ended = stream.end();
    for (const reply of replies) {
      await reply;
      most = Math.max(most, (await memoryOf(service)).used - before.used);
    }
    expect(await ended).toBeUndefined();
    return (await replies.at(-1))?.framesProcessed;
  };
  const frames = await Promise.all(Array.from({ length: streams }, (_, i) => send(`${i}`)));
  expect(frames).toEqual(Array(streams).fill(Math.floor((pieces * piece.length) / 1024)));
  expect(most).toBeGreaterThan(streams * piece.length);
  // Of each stream: what is being heard, what was read before the pause came, what is on its way, and a copy in the making.
  expect(most).toBeLessThan(streams * 8 * piece.length);
});

test('SIGTERM ends a stream with UNAVAILABLE after the replies to what it has sent', async () => {
  await using service = new Service({ VAD_DRAIN_SECONDS: '0.3', VAD_GRACE_SECONDS: '20' });
  const vad = await service.vad();
  await create(vad, 'a');
  const stream = new StreamClient(vad);
  await stream.send('a', nothing, 'start');
  service.process.kill('SIGTERM');
  await service.said('stopping');
  expect(await stream.send('a', Buffer.alloc(2048)), 'served while endpoints catch up').toMatchObject({
    framesProcessed: 2,
  });
  const replies = [];
  let over = false;
  void stream.ended.then(() => {
    over = true;
  });
  while (!over) {
    replies.push(stream.send('a', Buffer.alloc(50 * 1024)));
    await Promise.race([replies.at(-1)?.catch(() => undefined), stream.ended]);
  }
  expect(await stream.ended).toMatchObject({
    code: status.UNAVAILABLE,
    details: 'the service is stopping; open a new stream',
  });
  const outcomes = await Promise.allSettled(replies);
  expect(outcomes.slice(0, -1).map(outcome => outcome.status)).toEqual(outcomes.slice(1).map(() => 'fulfilled'));
  expect(await service.exited).toBe(0);
  expect(service.logged.at(-1)?.message).toBe('stopped');
});

test.each([
  ['cancelled', (stream: ClientHttp2Stream) => stream.close(constants.NGHTTP2_CANCEL)],
  ['whose connection is cut', (_: ClientHttp2Stream, { session }: RawConnection) => session.destroy()],
])('a stream %s is forgotten; its session stays, and audio that was taken is heard', async (_, leave) => {
  await using service = new Service();
  const vad = await service.vad();
  await create(vad, 'a');
  await using connection = new RawConnection(await service.address());
  const stream = connection.open('DetectStream');
  const request = DetectRequest.encode({ sessionId: 'a', audioData: Buffer.alloc(102_400), event: '' }).finish();
  for (let i = 0; i < 3; i++) stream.write(grpcFrame(request));
  await expect.poll(async () => (await scrape(service)).get('vad_frames_total'), DEADLINE).toBeGreaterThan(0);
  expect((await scrape(service)).get('vad_streams')).toBe(1);
  leave(stream, connection);
  await expect.poll(async () => (await scrape(service)).get('vad_streams'), DEADLINE).toBe(0);
  const { framesProcessed } = await detect(vad, 'a', Buffer.alloc(1024));
  expect((framesProcessed - 1) % 100).toBe(0);
  expect(framesProcessed).toBeGreaterThan(100);
});

/** How many DetectStreams have ended, and how many are open. */
async function streamsOf(service: Service) {
  const samples = await scrape(service);
  const [ok = 0, cancelled = 0] = ['OK', 'CANCELLED'].map(code =>
    samples.get(`vad_calls_total{method="DetectStream",code="${code}"}`),
  );
  return { ended: ok + cancelled, open: samples.get('vad_streams') };
}

test('streams that are reset as soon as they are opened are forgotten', async () => {
  await using service = new Service();
  await service.said('serving');
  await using connection = new RawConnection(await service.address());
  const last = connection.open('DetectStream');
  for (let i = 0; i < 100; i++) {
    const stream = connection.open('DetectStream');
    if (i % 2) stream.write(grpcFrame(nothing).subarray(0, i % 5));
    stream.close(constants.NGHTTP2_CANCEL);
  }
  await expect.poll(() => streamsOf(service), DEADLINE).toEqual({ ended: 100, open: 1 });
  last.end();
  await expect.poll(() => streamsOf(service), DEADLINE).toEqual({ ended: 101, open: 0 });
});

test('a stream that comes before the model waits for it; one that goes before it is forgotten', async () => {
  const model = modelPipe();
  await using service = new Service({ VAD_MODEL_PATH: model.path });
  const vad = await service.vad();
  const created = create(vad, 'a');
  const early = new StreamClient(vad);
  const reply = early.send('a', Buffer.alloc(1024));
  await using connection = new RawConnection(await service.address());
  const gone = connection.open('DetectStream');
  gone.write(grpcFrame(DetectRequest.encode({ sessionId: 'a', audioData: nothing, event: '' }).finish()));
  await connection.ping(); // the service has seen it
  gone.close(constants.NGHTTP2_CANCEL);
  await connection.ping();
  await model.fill();
  await created;
  expect(await reply).toMatchObject({ framesProcessed: 1 });
  await expect.poll(() => streamsOf(service), DEADLINE).toEqual({ ended: 1, open: 1 });
});
