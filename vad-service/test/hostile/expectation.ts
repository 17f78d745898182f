import { status } from '@grpc/grpc-js';
import {
  CreateSessionRequest,
  DestroySessionRequest,
  DetectRequest,
  Empty,
  ResetSessionRequest,
} from '../../../proto/gen/vad.ts';
import type { HostileRequest } from './requests.ts';

const MIB = 1_048_576;
const CODECS = {
  CreateSession: CreateSessionRequest,
  Detect: DetectRequest,
  ResetSession: ResetSessionRequest,
  DestroySession: DestroySessionRequest,
  GetStats: Empty,
};

/** What the service has to answer to a client's requests, one after another. */
export class Expectation {
  readonly live = new Set<string>();

  statusOf({ method, bytes }: HostileRequest): status {
    if (bytes.length > MIB) return status.RESOURCE_EXHAUSTED;
    try {
      CODECS[method].decode(bytes);
    } catch {
      return status.INTERNAL; // grpc-js's own answer to what is no message
    }
    if (method === 'CreateSession') return this.#create(CreateSessionRequest.decode(bytes));
    if (method === 'Detect') return this.#detect(DetectRequest.decode(bytes));
    if (method === 'ResetSession') return this.#known(ResetSessionRequest.decode(bytes).sessionId);
    if (method === 'DestroySession') this.live.delete(DestroySessionRequest.decode(bytes).sessionId);
    return status.OK;
  }

  #create(request: CreateSessionRequest): status {
    const { sessionId, threshold, thresholdLow, sampleRate, encoding, maxSpeechMs, minSpeechMs } = request;
    const { minSilenceMs = 0, prefixPaddingMs = 0, resetAfterSilenceMs } = request;
    const durations = [minSpeechMs ?? 0, minSilenceMs, prefixPaddingMs, maxSpeechMs, resetAfterSilenceMs];
    const right =
      !Number.isNaN(threshold) &&
      !Number.isNaN(thresholdLow) &&
      [0, 8000, 16_000].includes(sampleRate) &&
      [0, 1, 2, 3].includes(encoding) &&
      durations.every(ms => ms >= 0 && ms <= 600_000) &&
      (maxSpeechMs === 0 || maxSpeechMs >= (minSpeechMs ?? 250)) &&
      Buffer.byteLength(sessionId) <= 128;
    if (right) this.live.add(sessionId);
    return right ? status.OK : status.INVALID_ARGUMENT;
  }

  #detect({ sessionId, event }: DetectRequest): status {
    return ['', 'chunk', 'start', 'end'].includes(event) ? this.#known(sessionId) : status.INVALID_ARGUMENT;
  }

  #known(sessionId: string): status {
    return this.live.has(sessionId) ? status.OK : status.NOT_FOUND;
  }
}
