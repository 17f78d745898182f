import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import {
  CreateSessionRequest,
  type DetectResponse,
  SpeechEvent_Type,
  type VADServiceClient,
} from '../../proto/gen/vad.ts';
import { audio, randomFrom } from './audio.ts';
import { create, detect, reset, UNSET } from './call.ts';
import { type Ask, type Conversation, conversation, expectedReplies } from './conversation.ts';
import { StreamClient } from './detect-stream.ts';
import { loadOracleModel, Oracle } from './oracle.ts';
import { scrape } from './scrape.ts';
import { Service } from './service.ts';

const SESSIONS = 64;
const random = randomFrom(4);
const conversations = Array.from({ length: SESSIONS }, (_, i) => conversation(i, random));
const expected = new Map<string, DetectResponse[]>();

beforeAll(async () => {
  const model = await loadOracleModel();
  for (const talk of conversations) expected.set(talk.name, await expectedReplies(model, talk));
});

/** Sends a Detect; resolves, or promises, its reply. */
type Send = (name: string, ask: Exclude<Ask, 'reset'>) => Promise<DetectResponse>;

/** How each session talks: by unary calls, on a stream of its own, on one that several share, or by turns. */
function ways(vad: VADServiceClient) {
  const streams: StreamClient[] = [];
  const open = () => {
    streams.push(new StreamClient(vad));
    return streams.at(-1) as StreamClient;
  };
  const unary: Send = (name, { audio, event }) => detect(vad, name, audio, event);
  const on =
    (stream: StreamClient): Send =>
    (name, { audio, event }) =>
      stream.send(name, audio, event);
  const shared = [open(), open()];
  const wayOf = (number: number): { sends: readonly Send[]; pipelined: boolean } => {
    const kind = Math.floor(number / 2) % 4; // both rates of each
    if (kind === 0) return { sends: [unary], pipelined: false };
    if (kind === 1) return { sends: [on(open())], pipelined: true };
    if (kind === 2) return { sends: [on(shared[number % 2] as StreamClient)], pipelined: true };
    return { sends: [unary, on(open())], pipelined: false };
  };
  return { wayOf, streams };
}

async function follow(vad: VADServiceClient, talk: Conversation, sends: readonly Send[], pipelined: boolean) {
  const { name, settings, asks } = talk;
  await create(vad, name, settings);
  const replies: Promise<DetectResponse>[] = [];
  for (const [i, ask] of asks.entries()) {
    if (!pipelined || ask === 'reset') await Promise.all(replies);
    if (ask === 'reset') await reset(vad, name);
    else replies.push((sends[i % sends.length] as Send)(name, ask));
    if (i % 5 === 0) await nextTurn();
  }
  return await Promise.all(replies);
}

test.each([
  0, 2,
])('with VAD_WORKERS=%d, every reply to 64 sessions side by side is that of the oracle', async workers => {
  await using service = new Service({ VAD_WORKERS: String(workers) });
  const vad = await service.vad();
  const { wayOf, streams } = ways(vad);
  const seen = await Promise.all(
    conversations.map((talk, i) => {
      const { sends, pipelined } = wayOf(i);
      return follow(vad, talk, sends, pipelined);
    }),
  );
  for (const [i, { name }] of conversations.entries()) expect(seen[i], name).toEqual(expected.get(name));
  for (const stream of streams) expect(await stream.end()).toBeUndefined();
  expect(service.stderr).toBe('');
});

test('a crowd that speaks at once fills whole batches, and every reply is that of the oracle', async () => {
  await using service = new Service();
  const vad = await service.vad();
  const model = await loadOracleModel();
  const rounds = [audio('six-voices').subarray(0, 80_000), audio('two-phrases'), audio('in-the-rain')];
  const oracle = new Oracle(model);
  const wanted: Awaited<ReturnType<Oracle['detect']>>[] = [];
  for (const speech of rounds) wanted.push(await oracle.detect(speech, ''));
  const crowd = Array.from({ length: 40 }, (_, i) => `${i}`);
  await Promise.all(crowd.map(name => create(vad, name)));
  for (const [i, speech] of rounds.entries()) {
    const replies = await Promise.all(crowd.map(name => detect(vad, name, speech)));
    expect(replies).toEqual(crowd.map(sessionId => ({ ...wanted[i], sessionId })));
  }
  const samples = await scrape(service);
  const [small, all] = ['vad_batch_frames_bucket{le="24"}', 'vad_batch_frames_count'].map(
    name => samples.get(name) ?? 0,
  );
  expect(samples.get('vad_frames_total')).toBe(40 * (wanted[2]?.framesProcessed ?? 0));
  expect((all ?? 0) - (small ?? 0), 'runs of more than 24 frames').toBeGreaterThan(200);
});

test('what was compared has everything in it', () => {
  const replies = [...expected.values()].flat();
  const events = replies.flatMap(reply => reply.speechEvents);
  expect(replies.length).toBeGreaterThan(8000);
  expect(new Set(replies.map(reply => reply.hasVoice))).toEqual(new Set([true, false]));
  for (const type of [SpeechEvent_Type.TYPE_START, SpeechEvent_Type.TYPE_END]) {
    expect(events.filter(event => event.type === type).length).toBeGreaterThan(100);
  }
  const asks = conversations.flatMap(talk => talk.asks);
  for (const event of ['', 'chunk', 'start', 'end']) {
    expect(asks.filter(ask => ask !== 'reset' && ask.event === event).length, event).toBeGreaterThan(20);
  }
  expect(asks.filter(ask => ask === 'reset').length).toBeGreaterThan(20);
});

test('a request of the defaults is, byte by byte, that of a client which knows no additions', () => {
  expect(Buffer.from(CreateSessionRequest.encode({ sessionId: 'a', ...UNSET }).finish())).toEqual(
    Buffer.from('\n\x01a'),
  );
});
