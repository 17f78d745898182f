import { AudioEncoding, type CreateSessionRequest } from '../../proto/gen/vad.ts';

/** A session with nothing chosen: the service's defaults. */
export const sessionDefaults: Omit<CreateSessionRequest, 'sessionId'> = {
  threshold: 0,
  thresholdLow: 0,
  frameWindowThreshold: 0,
  sampleRate: 0,
  encoding: AudioEncoding.AUDIO_ENCODING_S16LE,
  maxSpeechMs: 0,
  resetAfterSilenceMs: 0,
};
