import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { sessionDefaults } from '../../actions/toolkit/session-defaults.ts';
import { type DetectResponse, VADServiceClient } from '../../proto/gen/vad.ts';
import { Failure } from '../failure.ts';
import { FRAME_MS, WINDOW_FRAMES } from './speech.ts';

const FRAME_BYTES = 1024;
const CONNECT_MS = 5000;
const CALL_MS = 10_000;

/** A client of the service at HOST:PORT, once that answers; a Failure if nobody does. */
export async function connect(address: string): Promise<VADServiceClient> {
  const port = Number(/^[^\s/]+:(\d{1,5})$/.exec(address)?.[1]);
  if (!(port > 0 && port < 65_536))
    throw new Failure(`${address} is not HOST:PORT.`, { next: '127.0.0.1:50051, say.' });
  const client = new VADServiceClient(address, credentials.createInsecure());
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  client.waitForReady(Date.now() + CONNECT_MS, error => (error ? reject(error) : resolve()));
  try {
    await promise;
    return client;
  } catch {
    client.close();
    throw new Failure(`No VAD service can be reached at ${address}.`, {
      next: 'start one with `npm start -w vad-service`, or name another with --address HOST:PORT.',
    });
  }
}

/**
 * Streams audio in 32 ms frames through a session of its own and yields has_voice after each; then a window of silence, so that
 * the last speech is seen to end.
 * @param samples s16le bytes at 16 kHz.
 * @param realTime a frame is sent when a microphone would have it, else as soon as the one before is answered.
 */
export async function* streamAudio(
  client: VADServiceClient,
  samples: Buffer,
  realTime: boolean,
  signal: AbortSignal,
): AsyncGenerator<boolean, void> {
  const sessionId = `talk-${randomUUID()}`;
  const detect = (audioData: Buffer, event: string) =>
    call<DetectResponse>((...rest) => client.detect({ sessionId, audioData, event }, ...rest));
  await call((...rest) => client.createSession({ sessionId, ...sessionDefaults }, ...rest));
  try {
    await detect(Buffer.alloc(0), 'start');
    const begun = performance.now();
    for (const [index, frame] of frames(samples).entries()) {
      const due = begun + (index + 1) * FRAME_MS - performance.now();
      if (realTime && due > 0) await delay(due, undefined, { signal }).catch(() => undefined);
      signal.throwIfAborted();
      yield (await detect(frame, 'chunk')).hasVoice;
    }
    for (let i = 0; i < WINDOW_FRAMES; i++) yield (await detect(Buffer.alloc(FRAME_BYTES), 'chunk')).hasVoice;
    await detect(Buffer.alloc(0), 'end');
  } finally {
    await call((...rest) => client.destroySession({ sessionId }, ...rest)).catch(() => undefined);
  }
}

type Rest<Response> = [Metadata, { deadline: number }, (error: ServiceError | null, response: Response) => void];

function call<Response>(start: (...rest: Rest<Response>) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => {
    start(new Metadata(), { deadline: Date.now() + CALL_MS }, (error, response) => {
      if (!error) return resolve(response);
      const next = 'look at the log of the service, and whether it still runs.';
      reject(new Failure(`The service failed a call: ${status[error.code]}: ${error.details}`, { next }));
    });
  });
}

/** Whole frames; the last is filled up with silence. */
function frames(samples: Buffer): Buffer[] {
  return Array.from({ length: Math.ceil(samples.length / FRAME_BYTES) }, (_, index) => {
    const frame = Buffer.alloc(FRAME_BYTES);
    samples.copy(frame, 0, index * FRAME_BYTES, (index + 1) * FRAME_BYTES);
    return frame;
  });
}
