import { status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { audio } from './audio.ts';
import { create, destroy, detect, reset, stats } from './call.ts';
import { Service } from './service.ts';

const nothing = Buffer.alloc(0);

test('calls of one session in flight together are answered in order, as if one came after the other', async () => {
  await using service = new Service();
  const vad = await service.vad();
  const speech = audio('two-phrases');
  const pieces = Array.from({ length: Math.ceil(speech.length / 3000) }, (_, i) =>
    speech.subarray(i * 3000, (i + 1) * 3000),
  );
  await create(vad, 'one by one');
  const expected = [];
  for (const piece of pieces) expected.push((await detect(vad, 'one by one', piece)).hasVoice);
  await create(vad, 'at once');
  const answered: number[] = [];
  const replies = await Promise.all(
    pieces.map(async (piece, i) => {
      const reply = await detect(vad, 'at once', piece);
      answered.push(i);
      return reply.hasVoice;
    }),
  );
  expect(replies).toEqual(expected);
  expect(expected).toContain(true);
  expect(answered).toEqual(pieces.map((_, i) => i));
});

test('unknown sessions and events have their own status', async () => {
  await using service = new Service();
  const vad = await service.vad();
  const gone = { code: status.NOT_FOUND, details: 'Session gone not found. Call CreateSession first.' };
  await expect(detect(vad, 'gone', nothing)).rejects.toMatchObject(gone);
  await expect(reset(vad, 'gone')).rejects.toMatchObject(gone);
  expect(await destroy(vad, 'gone')).toEqual({});
  await create(vad, 'a');
  await expect(detect(vad, 'a', nothing, 'stop')).rejects.toMatchObject({
    code: status.INVALID_ARGUMENT,
    details: 'event "stop" is not one of "start", "chunk" (or empty), "end"',
  });
});

test('one session too many is refused, and room made by a Destroy is used', async () => {
  await using service = new Service({ VAD_MAX_SESSIONS: '1' });
  const vad = await service.vad();
  expect(await create(vad, 'a')).toEqual({ success: true, message: 'Session a created' });
  await expect(create(vad, 'b')).rejects.toMatchObject({ code: status.RESOURCE_EXHAUSTED });
  await destroy(vad, 'a');
  await create(vad, 'b');
});

test('GetStats counts START and END as requests and shows the lock between them', async () => {
  await using service = new Service();
  const vad = await service.vad();
  expect(await stats(vad)).toEqual({ activeSessions: 0, totalRequests: 0, sessions: [] });
  await create(vad, 'a');
  await create(vad, 'b');
  await detect(vad, 'a', nothing, 'start');
  await detect(vad, 'b', nothing, 'start');
  await detect(vad, 'b', nothing, 'end');
  const session = (sessionId: string, requestCount: number, vadLocked: boolean) => ({
    sessionId,
    requestCount,
    vadLocked,
    ageSeconds: expect.toSatisfy((age: number) => age > 0 && age < 60),
  });
  expect(await stats(vad)).toEqual({
    activeSessions: 2,
    totalRequests: 3,
    sessions: [session('a', 1, true), session('b', 2, false)],
  });
  await reset(vad, 'a');
  await destroy(vad, 'b');
  expect(await stats(vad)).toEqual({ activeSessions: 1, totalRequests: 3, sessions: [session('a', 1, false)] });
});
