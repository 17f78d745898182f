import type { ServiceError } from '@grpc/grpc-js';
import {
  AudioEncoding,
  type CreateSessionRequest,
  type CreateSessionResponse,
  type DetectResponse,
  type Empty,
  type StatsResponse,
  type VADServiceClient,
} from '../../proto/gen/vad.ts';

type Done<Response> = (error: ServiceError | null, response: Response) => void;

/** A unary call as a promise: `call<StatsResponse>(done => client.getStats({}, done))`. */
export function call<Response>(start: (done: Done<Response>) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => start((error, response) => (error ? reject(error) : resolve(response))));
}

/** Nothing chosen: the service's defaults. */
export const UNSET: Omit<CreateSessionRequest, 'sessionId'> = {
  threshold: 0,
  thresholdLow: 0,
  frameWindowThreshold: 0,
  sampleRate: 0,
  encoding: AudioEncoding.AUDIO_ENCODING_S16LE,
  maxSpeechMs: 0,
  resetAfterSilenceMs: 0,
};

export const create = (vad: VADServiceClient, sessionId: string, settings: Partial<typeof UNSET> = {}) =>
  call<CreateSessionResponse>(done => vad.createSession({ sessionId, ...UNSET, ...settings }, done));

export const detect = (vad: VADServiceClient, sessionId: string, audioData: Buffer, event = '') =>
  call<DetectResponse>(done => vad.detect({ sessionId, audioData, event }, done));

export const reset = (vad: VADServiceClient, sessionId: string) =>
  call<Empty>(done => vad.resetSession({ sessionId }, done));

export const destroy = (vad: VADServiceClient, sessionId: string) =>
  call<Empty>(done => vad.destroySession({ sessionId }, done));

export const stats = (vad: VADServiceClient) => call<StatsResponse>(done => vad.getStats({}, done));
