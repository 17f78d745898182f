import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Client, credentials, type ServiceError, status } from '@grpc/grpc-js';
import { expect, onTestFinished, test } from 'vitest';
import type { VADServiceClient } from '../../../proto/gen/vad.ts';
import type { CallerFault } from '../../src/errors.ts';
import { toStatus } from '../../src/grpc/status.ts';
import { askAndLeaveUnread } from '../ask-and-leave-unread.ts';
import { create, detect, stats } from '../call.ts';
import { Service } from '../service.ts';
import { tableOfPage } from './page.ts';

const DEADLINE_MS = 20_000;
const nothing = Buffer.alloc(0);

interface Failure {
  readonly env?: Record<string, string>;
  /** Fails as it is named for, at once or in the end. */
  readonly provoke: (vad: VADServiceClient, service: Service) => Promise<unknown>;
}

/** How a service of which each fault is told is brought to it; what it is cancelled for nobody is told. */
const faults: Record<Exclude<CallerFault, 'cancelled'>, readonly Failure[]> = {
  'unknown-session': [{ provoke: vad => detect(vad, 'gone', nothing) }],
  'unknown-event': [{ provoke: vad => create(vad, 'a').then(() => detect(vad, 'a', nothing, 'stop')) }],
  'bad-session-id': [{ provoke: vad => create(vad, 'x'.repeat(129)) }],
  'bad-settings': [{ provoke: vad => create(vad, 'a', { sampleRate: 44_100 }) }],
  'too-many-sessions': [
    { env: { VAD_MAX_SESSIONS: '1' }, provoke: vad => create(vad, 'a').then(() => create(vad, 'b')) },
  ],
  overloaded: [
    { env: { VAD_MAX_QUEUE_MS: '20' }, provoke: createUnderLoad },
    { env: { VAD_MAX_QUEUE_MS: '1' }, provoke: loadMore },
    { env: { VAD_MAX_QUEUE_MS: '60000', VAD_MAX_HELD_MIB: '1' }, provoke: loadMore },
    { env: { VAD_MAX_QUEUE_MS: '60000', VAD_MAX_HELD_MIB: '1' }, provoke: createUnderLoad },
    { provoke: askAmongUnread },
  ],
  draining: [{ env: { VAD_DRAIN_SECONDS: '0' }, provoke: streamUntilStopped }],
};
const others: readonly Failure[] = [
  { provoke: vad => create(vad, 'a').then(() => detect(vad, 'a', Buffer.alloc(1_048_576))) },
  { provoke: (_, service) => callRaw(service, 'Transcribe', nothing) },
  { provoke: (_, service) => callRaw(service, 'Detect', Buffer.from('no protobuf')) },
  { provoke: () => Promise.reject(toStatus(new Error('a defect'))) },
];

/** Sends many sessions' audio, seconds of work, and again until some of it is refused. */
async function loadMore(vad: VADServiceClient): Promise<void> {
  const ids = await createMany(vad);
  await untilFailed(() => Promise.all(ids.map(id => detectMore(vad, id))));
}

/** Keeps the load up until a session is refused: when it ends before, sessions are taken up to their limit. */
async function createUnderLoad(vad: VADServiceClient): Promise<void> {
  const ids = await createMany(vad);
  let isOver = false;
  const over = untilFailed(() => create(vad, randomUUID())).finally(() => {
    isOver = true;
  });
  over.catch(() => undefined);
  while (!isOver) await Promise.allSettled(ids.map(id => detectMore(vad, id)));
  await over;
}

/** More than a batch of the model takes: else a frame waits for nobody. */
async function createMany(vad: VADServiceClient): Promise<readonly string[]> {
  const ids = Array.from({ length: 400 }, (_, i) => `load ${i}`);
  await Promise.all(ids.map(id => create(vad, id)));
  return ids;
}

const detectMore = (vad: VADServiceClient, id: string) => detect(vad, id, Buffer.alloc(50_000));

async function askAmongUnread(vad: VADServiceClient, service: Service): Promise<void> {
  await Promise.all(Array.from({ length: 1000 }, (_, i) => create(vad, `${i}`)));
  await using _ = await askAndLeaveUnread(service, 60);
  await untilFailed(() => stats(vad));
}

async function streamUntilStopped(vad: VADServiceClient, service: Service): Promise<void> {
  await create(vad, 'a');
  const stream = vad.detectStream();
  const late = AbortSignal.timeout(DEADLINE_MS);
  stream.write({ sessionId: 'a', audioData: nothing, event: '' });
  await once(stream, 'data', { signal: late });
  service.process.kill('SIGTERM');
  await once(stream, 'end', { signal: late });
}

async function untilFailed(attempt: () => Promise<unknown>): Promise<void> {
  const late = AbortSignal.timeout(DEADLINE_MS);
  while (!late.aborted) await attempt();
}

async function callRaw(service: Service, method: string, message: Buffer): Promise<unknown> {
  const client = new Client(await service.address(), credentials.createInsecure());
  onTestFinished(() => client.close());
  const same = (bytes: Buffer) => bytes;
  return new Promise((_, reject) => {
    client.makeUnaryRequest(`/vad.VADService/${method}`, same, same, message, reject);
  });
}

/** A message of the page as a pattern: "…" stands for anything. */
const patternOf = (message = '') => new RegExp(`^${message.split('…').map(RegExp.escape).join('.+')}$`, 'v');

test('the table of statuses has each that the service says, and no other', async () => {
  const rows = tableOfPage('Statuses');
  const seen = new Set<(typeof rows)[number]>();
  for (const { env, provoke } of [...Object.values(faults).flat(), ...others]) {
    await using service = new Service(env);
    const vad = await service.vad();
    const error: ServiceError = await provoke(vad, service).then(
      () => expect.fail(`${provoke} failed nothing`),
      e => e,
    );
    const row = rows.find(
      ({ status: code, message }) => status[error.code] === code && patternOf(message).test(error.details),
    );
    expect(row, `${status[error.code]}: ${error.details}`).toBeDefined();
    if (row) seen.add(row);
    const pushback = Number(error.metadata?.get('grpc-retry-pushback-ms')[0] ?? 0);
    const isRefusal = row?.status === 'RESOURCE_EXHAUSTED' && !row.message?.startsWith('Received');
    if (isRefusal) expect(pushback, error.details).toSatisfy((ms: number) => ms >= 1000 && ms <= 2000);
    else expect(pushback, error.details).toBe(0);
  }
  expect(rows.filter(row => !seen.has(row))).toEqual([]);
});

test('a stream that fails has answered all before the request at fault, and heard nothing after it', async () => {
  await using service = new Service();
  const vad = await service.vad();
  await create(vad, 'a');
  const stream = vad.detectStream();
  const replies: unknown[] = [];
  stream.on('data', reply => replies.push(reply));
  const failed = once(stream, 'end').catch(error => error);
  for (const event of ['', '', 'stop', '']) stream.write({ sessionId: 'a', audioData: Buffer.alloc(1024), event });
  expect(await failed).toMatchObject({ code: status.INVALID_ARGUMENT });
  expect(replies).toHaveLength(2);
  expect(await detect(vad, 'a', nothing)).toMatchObject({ framesProcessed: 2 });
});
