import type { ServiceError } from '@grpc/grpc-js';
import type {
  CreateSessionResponse,
  DetectResponse,
  Empty,
  StatsResponse,
  VADServiceClient,
} from '../../proto/gen/vad.ts';

type Done<Response> = (error: ServiceError | null, response: Response) => void;

/** A unary call as a promise: `call<StatsResponse>(done => client.getStats({}, done))`. */
export function call<Response>(start: (done: Done<Response>) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => start((error, response) => (error ? reject(error) : resolve(response))));
}

const UNSET = { threshold: 0, thresholdLow: 0, frameWindowThreshold: 0 };

export const create = (vad: VADServiceClient, sessionId: string, settings: Partial<typeof UNSET> = {}) =>
  call<CreateSessionResponse>(done => vad.createSession({ sessionId, ...UNSET, ...settings }, done));

export const detect = (vad: VADServiceClient, sessionId: string, audioData: Buffer, event = '') =>
  call<DetectResponse>(done => vad.detect({ sessionId, audioData, event }, done));

export const reset = (vad: VADServiceClient, sessionId: string) =>
  call<Empty>(done => vad.resetSession({ sessionId }, done));

export const destroy = (vad: VADServiceClient, sessionId: string) =>
  call<Empty>(done => vad.destroySession({ sessionId }, done));

export const stats = (vad: VADServiceClient) => call<StatsResponse>(done => vad.getStats({}, done));
