import { randomUUID } from 'node:crypto';
import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { type DetectResponse, VADServiceClient } from '../../proto/gen/vad.ts';
import { type GrpcAccess, grpcChannel } from './grpc-access.ts';
import { sessionDefaults } from './session-defaults.ts';
import { speechClip } from './speech-clip.ts';

/**
 * How a canary ended: `heard` speech and then silence; `deaf` or `restless` where its decisions are wrong; `refused` where the
 * service takes no session now, which says nothing; `broken` where it answers with an error of its own; else `unanswered`.
 */
export type CanaryResult = {
  readonly kind: 'heard' | 'deaf' | 'restless' | 'refused' | 'broken' | 'unanswered';
  readonly said: string;
};

const frameBytes = 1024;
const framesPerCall = 4;
const callMs = 5_000;

// The window is 30 frames: after so many silent ones there is no voice in it. The answer is that of the last call alone, since
// one tells of all its frames.
const silentFrames = 40;

/** Sends a speech clip and silence through a session of its own, as a client would, and destroys it. */
export async function sendCanary(address: string, access: GrpcAccess): Promise<CanaryResult> {
  const channel = grpcChannel(access);
  const client = new VADServiceClient(address, channel.credentials, channel.options);
  const sessionId = `verify-${randomUUID()}`;
  try {
    return await converse(client, sessionId);
  } catch (error) {
    return failureOf(error as ServiceError);
  } finally {
    // It expires by itself where this cannot be sent.
    await call((...rest) => client.destroySession({ sessionId }, ...rest)).catch(() => undefined);
    client.close();
  }
}

async function converse(client: VADServiceClient, sessionId: string): Promise<CanaryResult> {
  const detect: Detect = (audioData, event) =>
    call<DetectResponse>((...rest) => client.detect({ sessionId, audioData, event }, ...rest));
  await call((...rest) => client.createSession({ sessionId, ...sessionDefaults }, ...rest));
  await detect(Buffer.alloc(0), 'start');
  const heard = await hear(detect, speechClip());
  const after = await hear(detect, Buffer.alloc(silentFrames * frameBytes));
  await detect(Buffer.alloc(0), 'end');
  if (!heard.includes(true)) return { kind: 'deaf', said: 'heard no voice in a speech clip' };
  if (after.at(-1)) return { kind: 'restless', said: 'still hears a voice after silence' };
  return { kind: 'heard', said: 'voice in speech, none in silence' };
}

type Detect = (audio: Buffer, event: string) => Promise<DetectResponse>;

// Whether each call's frames had a voice in their windows.
async function hear(detect: Detect, audio: Buffer): Promise<boolean[]> {
  const decisions: boolean[] = [];
  for (let at = 0; at < audio.length; at += frameBytes * framesPerCall) {
    decisions.push((await detect(audio.subarray(at, at + frameBytes * framesPerCall), '')).hasVoice);
  }
  return decisions;
}

function failureOf(error: ServiceError): CanaryResult {
  const said = `${status[error.code] ?? 'no status'}: ${error.details || error.message}`;
  switch (error.code) {
    case status.RESOURCE_EXHAUSTED:
      return { kind: 'refused', said };
    // On its way out or not there yet; a restart between two calls loses the session.
    case status.UNAVAILABLE:
    case status.DEADLINE_EXCEEDED:
    case status.CANCELLED:
    case status.NOT_FOUND:
      return { kind: 'unanswered', said };
    default:
      return { kind: 'broken', said };
  }
}

type Rest<Response> = [Metadata, { deadline: number }, (error: ServiceError | null, response: Response) => void];

function call<Response>(start: (...rest: Rest<Response>) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => {
    start(new Metadata(), { deadline: Date.now() + callMs }, (error, response) => {
      if (error) reject(error);
      else resolve(response);
    });
  });
}
