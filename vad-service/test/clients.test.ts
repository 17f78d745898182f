import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { credentials, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type DetectResponse, SpeechEvent_Type, VADServiceClient } from '../../proto/gen/vad.ts';
import { terminalProgress } from '../../scripts/progress.ts';
import { ensureTools } from '../../scripts/tools/build.ts';
import { toolDirectory } from '../../scripts/tools/tools.ts';
import { audio } from './audio.ts';
import { create, destroy, detect, stats } from './call.ts';
import { Client, type Reply } from './clients/client.ts';
import { runShell } from './clients/command.ts';
import { Gateway } from './clients/gateway.ts';
import { commandsOfPage } from './clients/page.ts';
import { type Program, programs } from './clients/prepare.ts';
import { loadOracleModel, Oracle } from './oracle.ts';
import { scrape } from './scrape.ts';
import { Service } from './service.ts';

const WAV = fileURLToPath(new URL('audio/two-phrases.wav', import.meta.url));
/** Set-up of a fresh machine: a venv, and builds in Go. */
const PREPARE_MS = 600_000;
const DEADLINE = { timeout: 20_000 };

let folder: string;
beforeAll(async () => {
  await ensureTools(['grpcurl'], terminalProgress());
  folder = await mkdtemp(join(tmpdir(), 'vad-clients-'));
}, PREPARE_MS);
afterAll(() => rm(folder, { recursive: true }));

/** What the oracle says of the WAV in pieces of so many bytes; with `marks`, between START and END. */
async function expectedReplies(bytes: number, marks: boolean): Promise<Reply[]> {
  const oracle = new Oracle(await loadOracleModel());
  const samples = audio('two-phrases');
  const replies = [];
  if (marks) replies.push(await oracle.detect(Buffer.alloc(0), 'start'));
  for (let at = 0; at < samples.length; at += bytes) {
    replies.push(await oracle.detect(samples.subarray(at, at + bytes), ''));
  }
  if (marks) replies.push(await oracle.detect(Buffer.alloc(0), 'end'));
  return replies.map(asTold);
}

/** A reply as client programs tell it. */
function asTold({ speechEvents, ...rest }: Omit<DetectResponse, 'sessionId'>): Reply {
  const nameOf = (type: SpeechEvent_Type) => (type === SpeechEvent_Type.TYPE_START ? 'TYPE_START' : 'TYPE_END');
  return { ...rest, speechEvents: speechEvents.map(event => ({ ...event, type: nameOf(event.type) })) };
}

/** Programs write a float32 with as many digits as they like. */
const rounded = (reply: Reply) => ({ ...reply, probability: Math.fround(reply.probability) });

describe.each(Object.entries(programs))('%s', (_, prepare) => {
  let program: Program;
  beforeAll(async () => {
    program = await prepare(folder);
  }, PREPARE_MS);
  const start = (address: string) => new Client(program, address, WAV);

  test('hears what the oracle hears, call by call and on a stream', async () => {
    await using service = new Service();
    await using client = start(await service.address());
    const expected = await expectedReplies(1024, true);
    expect(new Set(expected.map(reply => reply.hasVoice))).toEqual(new Set([true, false]));
    expect(expected.flatMap(reply => reply.speechEvents)).toHaveLength(4);
    const unary = await client.answerTo<Reply[]>('unary', { session_id: 'unary' });
    expect(unary.map(rounded)).toEqual(expected);
    await create(await service.vad(), 'stream');
    const stream = await client.answerTo<Reply[]>('stream', { session_id: 'stream' });
    expect(stream.map(rounded)).toEqual(expected);
  });

  test('is told of an unknown session and an unknown event', async () => {
    await using service = new Service();
    await using client = start(await service.address());
    const gone = { code: status.NOT_FOUND, details: 'Session gone not found. Call CreateSession first.' };
    expect(await client.ask('raw', { session_id: 'gone', event: '' })).toEqual({ failed: gone });
    expect(await client.ask('stream', { session_id: 'gone' })).toEqual({ failed: gone });
    await create(await service.vad(), 'a');
    const details = 'event "stop" is not one of "start", "chunk" (or empty), "end"';
    expect(await client.ask('raw', { session_id: 'a', event: 'stop' })).toEqual({
      failed: { code: status.INVALID_ARGUMENT, details },
    });
  });

  test('waits for as long as a refusal says, then tries again', async () => {
    await using service = new Service({ VAD_MAX_SESSIONS: '1' });
    await using client = start(await service.address());
    const vad = await service.vad();
    await create(vad, 'a');
    const began = performance.now();
    const { answer } = await client.begin('create', { session_id: 'b' });
    await expect.poll(() => refusals(service), DEADLINE).toBe(1);
    await destroy(vad, 'a');
    expect(await answer).toEqual({ answered: 'Session b created' });
    expect(performance.now() - began).toBeGreaterThan(990); // refusals say 1 s at least; timers may be a little early
    expect(await refusals(service)).toBe(1);
  });

  test('is served on by another pod once its own has died', async () => {
    await using first = new Service();
    await using second = new Service();
    await using gateway = await Gateway.to(await first.address());
    await using client = start(gateway.address);
    expect(await client.answerTo('frame', { session_id: 'a' })).toMatchObject({ framesProcessed: 1 });
    expect(await client.answerTo('frame', { session_id: 'a' })).toMatchObject({ framesProcessed: 2 });
    gateway.break();
    let { answer } = await client.begin('frame', { session_id: 'a' });
    // What went out on the old connection fails, and is not sent again: nobody knows whether it was heard.
    const lost = await Promise.race([answer, gateway.refused()]);
    if (lost) {
      expect(lost).toMatchObject({ failed: { code: status.UNAVAILABLE } });
      ({ answer } = await client.begin('frame', { session_id: 'a' }));
    }
    await gateway.refused();
    gateway.mend(await second.address());
    expect(await answer).toMatchObject({ answered: { framesProcessed: 1 } });
  });

  test('has a connection for each channel', async () => {
    await using service = new Service({ VAD_DRAIN_SECONDS: '0' });
    await using client = start(await service.address());
    await client.answerTo('connections', { count: 3 });
    service.process.kill('SIGTERM');
    expect(await service.said('stopping')).toMatchObject({ connections: 3 });
  });
});

test('a Detect without audio tells whether one whose answer was lost had been heard', async () => {
  await using service = new Service();
  await using gateway = await Gateway.to(await service.address());
  const direct = await service.vad();
  const vad = new VADServiceClient(gateway.address, credentials.createInsecure());
  onTestFinished(() => vad.close());
  await create(vad, 'a');
  await detect(vad, 'a', Buffer.alloc(1024));
  gateway.loseAnswers();
  const lost = expect(detect(vad, 'a', Buffer.alloc(1024))).rejects.toMatchObject({ code: status.UNAVAILABLE });
  await expect.poll(async () => (await stats(direct)).totalRequests, DEADLINE).toBe(2);
  gateway.break();
  await lost;
  expect(await detect(direct, 'a', Buffer.alloc(0))).toMatchObject({ framesProcessed: 2 });
});

test('grpcurl hears by reflection what the oracle hears', async () => {
  await using service = new Service();
  await service.said('serving');
  await cp(WAV, join(folder, 'two-phrases.wav'));
  const commands = commandsOfPage('By hand').replaceAll('localhost:50051', await service.address());
  const said = await runShell(commands, folder, toolDirectory('grpcurl'));
  expect(said).toContain('rpc DetectStream ( stream .vad.DetectRequest ) returns ( stream .vad.DetectResponse );');
  expect(said).toContain('"status": "SERVING"');
  const objects = said.match(/^\{\n(?: .*\n)*\}$/gm)?.map(json => JSON.parse(json)) ?? [];
  const replies = objects.filter(object => object.framesProcessed !== undefined);
  const expected = await expectedReplies(3072, false);
  expect(replies.map(reply => Boolean(reply.hasVoice))).toEqual(expected.map(reply => reply.hasVoice));
  expect(replies.map(reply => Number(reply.framesProcessed))).toEqual(expected.map(reply => reply.framesProcessed));
});

/** How many calls the service has refused for lack of room for a session. */
async function refusals(service: Service): Promise<number> {
  return (await scrape(service)).get('vad_calls_refused_total{reason="too-many-sessions"}') ?? 0;
}
