import { credentials, status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { VADServiceClient } from '../../proto/gen/vad.ts';
import { randomFrom } from './audio.ts';
import { create, destroy, detect, stats } from './call.ts';
import { actualReplies, type Conversation, conversation, expectedReplies } from './conversation.ts';
import { Attacker } from './hostile/attacker.ts';
import { attackRaw } from './hostile/raw-attacks.ts';
import { type Memory, memoryAtRest, memoryOf } from './memory.ts';
import { loadOracleModel } from './oracle.ts';
import { scrape } from './scrape.ts';
import { COLLECTING, Service } from './service.ts';

const ATTACKERS = 16;
const ROUNDS = 4;
const REQUESTS_A_ROUND = 2600;
const MIB = 1_048_576;
/** No answer hangs on how busy the service is. */
const ROOMY = { VAD_MAX_SESSIONS: '1000000', VAD_MAX_HELD_MIB: '4096', VAD_MAX_QUEUE_MS: '60000' };

/** Attacks from connections of their own, the same in each round; answers how many requests they were. */
async function round(service: Service): Promise<number> {
  const address = await service.address();
  const attack = async (number: number) => {
    const vad = new VADServiceClient(address, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 });
    const attacker = new Attacker(vad, number, randomFrom(number));
    await attacker.attack(REQUESTS_A_ROUND / ATTACKERS);
    await attacker.leave();
    vad.close();
    return attacker.sent;
  };
  const sent = await Promise.all([attackRaw(address), ...Array.from({ length: ATTACKERS }, (_, i) => attack(i))]);
  const { sessions } = await stats(await service.vad());
  for (const { sessionId } of sessions) await destroy(await service.vad(), sessionId);
  return sent.reduce((sum, requests) => sum + requests);
}

function expectNothingLogged({ stderr, logged }: Service): void {
  expect(stderr).toBe('');
  expect(logged.filter(({ message }) => message !== 'listening' && message !== 'serving')).toEqual([]);
}

test('10,000 hostile requests are each answered as they deserve, and leave nothing behind', {
  timeout: 120_000,
}, async () => {
  await using service = new Service({ ...ROOMY, ...COLLECTING });
  const memory: Memory[] = [];
  let requests = 0;
  for (let i = 0; i < ROUNDS; i++) {
    requests += await round(service);
    memory.push(await memoryAtRest(service));
  }
  expect(requests).toBeGreaterThan(10_000);
  const [, second, , last] = memory as [Memory, Memory, Memory, Memory];
  expect(last.used - second.used).toBeLessThan(MIB / 2);
  expect(last.resident - second.resident).toBeLessThan(12 * MIB);
  const ours = [...(await scrape(service)).keys()].filter(name => name.startsWith('vad_calls_total'));
  expect(ours.filter(name => /INTERNAL|UNKNOWN/.test(name))).toEqual([]);
  expectNothingLogged(service);

  const model = await loadOracleModel();
  const vad = await service.vad();
  const random = randomFrom(7);
  for (const number of [16, 17, 18, 19, 20, 21, 22, 23]) {
    const talk = poisoned(conversation(number, random));
    expect(await actualReplies(vad, talk), talk.name).toEqual(await expectedReplies(model, talk));
  }
});

/** The same with floats in it that are no sound; in other encodings than f32le they are. */
function poisoned({ name, settings, asks }: Conversation): Conversation {
  const poison = [Number.NaN, Infinity, -Infinity, 1e38, -1e38, 1.5];
  const spoil = (audio: Buffer) => {
    const spoilt = Buffer.from(audio);
    for (let i = 0; (i + 1) * 4 <= spoilt.length; i += 151)
      spoilt.writeFloatLE(poison[i % poison.length] as number, i * 4);
    return spoilt;
  };
  return { name, settings, asks: asks.map(ask => (ask === 'reset' ? ask : { ...ask, audio: spoil(ask.audio) })) };
}

/** So many sessions, each with a byte of audio that waits; answers how many were taken. */
async function crowd(vad: VADServiceClient, from: number, count: number): Promise<number> {
  const arrive = async (id: string) => {
    await create(vad, id);
    await detect(vad, id, Buffer.alloc(1), 'start');
  };
  let taken = 0;
  for (let at = from; at < from + count; at += 250) {
    const ids = Array.from({ length: 250 }, (_, i) => `${at + i}`);
    const outcomes = await Promise.allSettled(ids.map(arrive));
    taken += outcomes.filter(outcome => outcome.status === 'fulfilled').length;
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    }
  }
  return taken;
}

test('of 10,250 sessions 10,000 are taken; destroyed, they leave nothing behind', async () => {
  await using service = new Service(COLLECTING);
  const vad = await service.vad();
  await crowd(vad, 0, 250);
  for (let i = 0; i < 250; i++) await destroy(vad, `${i}`);
  const before = await memoryAtRest(service);
  expect(await crowd(vad, 0, 10_250)).toBe(10_000);
  expect((await stats(vad)).activeSessions).toBe(10_000);
  expect((await memoryOf(service)).used - before.used, 'bytes of 10,000 sessions').toBeLessThan(10_000 * 5000);
  for (let at = 0; at < 10_250; at += 250) {
    await Promise.all(Array.from({ length: 250 }, (_, i) => destroy(vad, `${at + i}`)));
  }
  const after = await memoryAtRest(service);
  expect(after.used - before.used).toBeLessThan(MIB);
  expectNothingLogged(service);
});

test('10,000 sessions that nobody uses any more leave nothing behind', async () => {
  await using service = new Service({ ...COLLECTING, VAD_IDLE_SECONDS: '1', VAD_LEASE_SECONDS: '1' });
  const vad = await service.vad();
  await crowd(vad, 0, 250);
  const before = await memoryAtRest(service);
  expect(await crowd(vad, 0, 10_000)).toBe(10_000);
  const after = await memoryAtRest(service);
  expect((await scrape(service)).get('vad_sessions_expired_total')).toBe(10_250);
  expect(after.used - before.used).toBeLessThan(MIB);
  expectNothingLogged(service);
});
