import { once } from 'node:events';
import http2 from 'node:http2';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ServerCredentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DetectRequest, type VADServiceServer } from '../../../proto/gen/vad.ts';
import { Health } from './health.ts';
import { type Listener, listen } from './server.ts';

setFlagsFromString('--expose-gc');
const collect: (options?: { type: 'minor' }) => void = runInNewContext('gc');

const CALLS = 100;
const LUGGAGE = 12_000;
const LUGGAGE_BYTES = LUGGAGE * 8;

type Loader = (carrier: object) => void;
const nothing: Loader = () => undefined;
/** Give each stream, and each call, something to carry. */
let loadStream = nothing;
let loadCall = nothing;
let listener: Listener;
let client: http2.ClientHttp2Session;

const answer = { hasVoice: true, isSpeaking: true, probability: 1, framesProcessed: 1, speechEvents: [] };
const vad = {
  detect: (call, callback) => {
    loadCall(call);
    callback(null, { ...answer, sessionId: call.request.sessionId });
  },
  detectStream: call => {
    loadCall(call);
    call.on('data', ({ sessionId }) => call.write({ ...answer, sessionId }));
    call.on('end', () => call.end());
  },
} as Partial<VADServiceServer> as VADServiceServer;

beforeAll(async () => {
  const { createServer } = http2;
  http2.createServer = ((options: http2.ServerOptions) =>
    createServer(options).on('stream', stream => loadStream(stream))) as typeof createServer;
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const services = { vad, health: new Health(), reflection: undefined };
  const address = { host: '127.0.0.1', port: 0, variable: 'VAD_PORT' } as const;
  listener = await listen(address, ServerCredentials.createInsecure(), services, silent);
  http2.createServer = createServer;
  client = http2.connect(`http://127.0.0.1:${listener.port}`);
});

afterAll(async () => {
  client.close();
  await listener.close();
});

const audio = DetectRequest.encode({ sessionId: 'a', audioData: Buffer.alloc(1024), event: '' }).finish();
const message = Buffer.concat([Buffer.from([0, 0, 0, audio.length >> 8, audio.length & 255]), audio]);

/** Ten at a time, as tables of streams are outgrown while some are open; those tables grow old by the collections between. */
async function makeCalls(method: string): Promise<void> {
  for (let made = 0; made < CALLS; made += 10) {
    await Promise.all(Array.from({ length: 10 }, () => makeCall(method)));
    collect({ type: 'minor' });
  }
}

async function makeCall(method: string): Promise<void> {
  const headers = { ':method': 'POST', ':path': `/vad.VADService/${method}`, 'content-type': 'application/grpc' };
  const call = client.request(headers).resume();
  call.end(message);
  const [trailers] = await once(call, 'trailers', { signal: AbortSignal.timeout(10_000) });
  expect(trailers['grpc-status']).toBe('0');
  if (!call.closed) await once(call, 'close', { signal: AbortSignal.timeout(10_000) });
}

/** How many of the calls' luggages are there still after cheap collections. */
async function leftOver(method: string, loaders: { stream?: Loader; call?: Loader }): Promise<number> {
  await makeCalls(method);
  collect();
  const before = process.memoryUsage().heapUsed;
  ({ stream: loadStream = nothing, call: loadCall = nothing } = loaders);
  await makeCalls(method);
  [loadStream, loadCall] = [nothing, nothing];
  for (let i = 0; i < 3; i++) collect({ type: 'minor' });
  return (process.memoryUsage().heapUsed - before) / LUGGAGE_BYTES;
}

const load: Loader = carrier => Object.assign(carrier, { luggage: new Array<number>(LUGGAGE).fill(0.5) });

test.each(['Detect', 'DetectStream'])('what hangs on the HTTP/2 stream of a %s is collected young', async method => {
  expect(await leftOver(method, { stream: load })).toBeLessThan(CALLS / 5);
});

test('the request of a Detect is collected young', async () => {
  const call: Loader = given => load((given as { request: object }).request);
  expect(await leftOver('Detect', { call })).toBeLessThan(CALLS / 5);
});

test('a call of DetectStream is collected young', async () => {
  expect(await leftOver('DetectStream', { call: load })).toBeLessThan(CALLS / 5);
});
