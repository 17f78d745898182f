import { once } from 'node:events';
import { connect, type Settings } from 'node:http2';
import { type ServiceError, status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import type { DetectResponse, VADServiceClient } from '../../proto/gen/vad.ts';
import { create, detect, stats } from './call.ts';
import { scrape } from './scrape.ts';
import { Service } from './service.ts';

const MIB = 1_048_576;
const DEADLINE = { timeout: 20_000 };
const nothing = Buffer.alloc(0);

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
  expect(settings.maxConcurrentStreams).toBe(1000);
});

test('an id is at most 128 bytes long', async () => {
  await using service = new Service();
  const vad = await service.vad();
  await create(vad, 'µ'.repeat(64));
  await expect(create(vad, 'x'.repeat(129))).rejects.toMatchObject({
    code: status.INVALID_ARGUMENT,
    details: 'session_id is 129 bytes long; at most 128 are allowed',
  });
});

test('settings that make no sense are refused, all at once', async () => {
  await using service = new Service();
  await expect(create(await service.vad(), 'a', { sampleRate: 44_100, threshold: Number.NaN })).rejects.toMatchObject({
    code: status.INVALID_ARGUMENT,
    details: 'threshold NaN is not a number; sample_rate 44100 is not 8000 or 16000 (0 means 16000)',
  });
});

test('one session too many is told when to come again', async () => {
  await using service = new Service({ VAD_MAX_SESSIONS: '2' });
  const vad = await service.vad();
  await create(vad, 'a');
  await create(vad, 'b');
  const refused = await create(vad, 'c').catch(error => error);
  expect(refused).toMatchObject({
    code: status.RESOURCE_EXHAUSTED,
    details: expect.stringContaining('VAD_MAX_SESSIONS'),
  });
  expect(pushbackOf(refused)).toSatisfy(ms => ms >= 1000 && ms <= 2000);
  expect(await create(vad, 'b'), 'one that lives is replaced').toMatchObject({ success: true });
});

const pushbackOf = (error: ServiceError) => Number(error.metadata.get('grpc-retry-pushback-ms')[0]);

test('a session without calls is forgotten, but not while it is locked', async () => {
  await using service = new Service({ VAD_IDLE_SECONDS: '1', VAD_LEASE_SECONDS: '60' });
  const vad = await service.vad();
  await create(vad, 'locked');
  await detect(vad, 'locked', nothing, 'start');
  await create(vad, 'idle');
  const live = async () => (await stats(vad)).sessions.map(session => session.sessionId);
  await expect.poll(live, DEADLINE).toEqual(['locked']);
  await expect(detect(vad, 'idle', nothing)).rejects.toMatchObject({ code: status.NOT_FOUND });
  await detect(vad, 'locked', nothing, 'end');
  await expect.poll(live, DEADLINE).toEqual([]);
  expect((await stats(vad)).totalRequests).toBe(2);
});

test('a lock without audio runs out, and the session stays; a second START renews it', async () => {
  await using service = new Service({ VAD_LEASE_SECONDS: '1' });
  const vad = await service.vad();
  await create(vad, 'a');
  const locked = async () => (await stats(vad)).sessions[0]?.vadLocked;
  await detect(vad, 'a', nothing, 'start');
  await detect(vad, 'a', nothing, 'start');
  expect(await locked()).toBe(true);
  await expect.poll(locked, DEADLINE).toBe(false);
  await expect.poll(async () => (await scrape(service)).get('vad_leases_expired_total'), DEADLINE).toBe(1);
  expect((await scrape(service)).get('vad_starts_renewed_total')).toBe(1);
  expect(await detect(vad, 'a', Buffer.alloc(1024))).toMatchObject({ framesProcessed: 1 });
  expect(await locked(), 'audio alone takes no lock').toBe(false);
});

const failed = (error: ServiceError) => error;
const refusals = (outcomes: readonly unknown[]) =>
  outcomes.filter(outcome => outcome instanceof Error) as ServiceError[];

interface Flood {
  over: boolean;
  readonly outcomes: Promise<(DetectResponse | ServiceError)[]>;
}

/** So many sessions that each have audio in flight, as many bytes as `bytesOf` says. */
async function flood(vad: VADServiceClient, sessions: number, bytesOf: (i: number) => number): Promise<Flood> {
  const ids = Array.from({ length: sessions }, (_, i) => `${i}`);
  await Promise.all(ids.map(id => create(vad, id)));
  const running: Flood = {
    over: false,
    outcomes: Promise.all(ids.map((id, i) => detect(vad, id, Buffer.alloc(bytesOf(i))).catch(failed))).finally(() => {
      running.over = true;
    }),
  };
  return running;
}

test('under overload no new session is taken, while those that live are heard', async () => {
  await using service = new Service({ VAD_MAX_QUEUE_MS: '40', VAD_MAX_HELD_MIB: '1024' });
  const vad = await service.vad();
  await create(vad, 'live');
  // 1,500 sessions are 47 runs of the model, some 60 ms; the wait gets shorter as one after another has been heard.
  const running = await flood(vad, 1500, i => ((i % 28) + 1) * 1024);
  const refused: ServiceError[] = [];
  let heardMeanwhile = 0;
  for (let i = 0; !running.over; i++) {
    const created = await create(vad, `late ${i}`).catch(failed);
    const heard = await detect(vad, 'live', Buffer.alloc(1024)).catch(failed);
    if (!(created instanceof Error)) continue;
    refused.push(created);
    if (!(heard instanceof Error)) heardMeanwhile += 1;
  }
  expect(heardMeanwhile).toBeGreaterThan(0);
  for (const error of refused) {
    expect(error.code).toBe(status.RESOURCE_EXHAUSTED);
    expect(error.details).toMatch(
      /^frames have been waiting for \d+ ms, more than 8 \(VAD_MAX_QUEUE_MS\); no new session/,
    );
    expect(pushbackOf(error)).toSatisfy(ms => ms >= 1000 && ms <= 2000);
  }
  for (const error of refusals(await running.outcomes)) expect(error.code).toBe(status.RESOURCE_EXHAUSTED);
  expect(await create(vad, 'later')).toMatchObject({ success: true });
});

test('a Detect that would wait too long is refused and its audio not taken; an END never is', async () => {
  await using service = new Service({ VAD_MAX_QUEUE_MS: '1' });
  const vad = await service.vad();
  await create(vad, 'a');
  const running = await flood(vad, 200, () => 40 * 1024);
  while (!running.over) await detect(vad, 'a', nothing, 'end');
  const outcomes = await running.outcomes;
  expect(refusals(outcomes).length).toBeGreaterThan(0);
  for (const { code, details } of refusals(outcomes)) {
    expect(code).toBe(status.RESOURCE_EXHAUSTED);
    expect(details).toMatch(/more than 1 \(VAD_MAX_QUEUE_MS\); the audio was not taken: send it again later$/);
  }
  for (const [i, outcome] of outcomes.entries()) {
    const before = outcome instanceof Error ? 0 : 40;
    expect(await detect(vad, `${i}`, Buffer.alloc(1024))).toMatchObject({ framesProcessed: before + 1 });
  }
});

test('audio beyond what may be held is refused until some of it is heard', async () => {
  await using service = new Service({ VAD_MAX_HELD_MIB: '1' });
  const vad = await service.vad();
  const outcomes = await (await flood(vad, 5, () => 900 * 1024)).outcomes;
  const refused = refusals(outcomes);
  expect(refused.length).toSatisfy(count => count > 0 && count < 5);
  for (const error of refused) {
    expect(error.code).toBe(status.RESOURCE_EXHAUSTED);
    expect(error.details).toMatch(
      /^\d+ bytes of Detects wait, more than 1048576 \(VAD_MAX_HELD_MIB\); the audio was not taken/,
    );
    expect(pushbackOf(error)).toSatisfy(ms => ms >= 1000 && ms <= 2000);
  }
  for (const [i, outcome] of outcomes.entries()) {
    const before = outcome instanceof Error ? 0 : 900;
    expect(await detect(vad, `${i}`, Buffer.alloc(900 * 1024))).toMatchObject({ framesProcessed: before + 900 });
  }
});
