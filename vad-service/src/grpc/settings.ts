import { AudioEncoding, type CreateSessionRequest } from '../../../proto/gen/vad.ts';
import type { SessionSettings } from '../detector.ts';
import type { EncodingName } from '../encoding.ts';
import { CallError } from '../errors.ts';
import type { SampleRate } from '../inference.ts';

const ENCODING_OF: Readonly<Record<number, EncodingName>> = {
  [AudioEncoding.AUDIO_ENCODING_S16LE]: 's16le',
  [AudioEncoding.AUDIO_ENCODING_MULAW]: 'mulaw',
  [AudioEncoding.AUDIO_ENCODING_ALAW]: 'alaw',
  [AudioEncoding.AUDIO_ENCODING_F32LE]: 'f32le',
};
const RATE_OF: Readonly<Record<number, SampleRate>> = { 0: 16_000, 8000: 8000, 16000: 16_000 };
const MAX_MS = 600_000;
const MIN_SPEECH_MS = 250;
const MIN_SILENCE_MS = 500;
const PREFIX_PADDING_MS = 300;

/**
 * A session's settings from the wire, with defaults for what is unset.
 * @throws CallError bad-settings, naming every fault
 */
export function parseSettings(request: CreateSessionRequest): SessionSettings {
  const faults = faultsOf(request);
  if (faults.length > 0) throw new CallError('bad-settings', faults.join('; '));
  const { threshold, thresholdLow, frameWindowThreshold, maxSpeechMs, resetAfterSilenceMs } = request;
  return {
    format: {
      sampleRate: RATE_OF[request.sampleRate] as SampleRate,
      encoding: ENCODING_OF[request.encoding] as EncodingName,
    },
    voice: { threshold, thresholdLow, frameWindowThreshold },
    speech: {
      minSpeechMs: request.minSpeechMs ?? MIN_SPEECH_MS,
      minSilenceMs: request.minSilenceMs ?? MIN_SILENCE_MS,
      prefixPaddingMs: request.prefixPaddingMs ?? PREFIX_PADDING_MS,
      maxSpeechMs,
    },
    resetAfterSilenceMs,
  };
}

function faultsOf(request: CreateSessionRequest): string[] {
  const faults: string[] = [];
  const check = (right: boolean, name: string, value: unknown, wanted: string) => {
    if (!right) faults.push(`${name} ${value} is not ${wanted}`);
  };
  check(!Number.isNaN(request.threshold), 'threshold', request.threshold, 'a number');
  check(!Number.isNaN(request.thresholdLow), 'threshold_low', request.thresholdLow, 'a number');
  check(request.sampleRate in RATE_OF, 'sample_rate', request.sampleRate, '8000 or 16000 (0 means 16000)');
  check(request.encoding in ENCODING_OF, 'encoding', request.encoding, 'one of AudioEncoding, 0 to 3');
  for (const [name, ms] of durations(request)) {
    check(ms >= 0 && ms <= MAX_MS, name, ms, `from 0 to ${MAX_MS} ms`);
  }
  const { maxSpeechMs, minSpeechMs = MIN_SPEECH_MS } = request;
  check(
    maxSpeechMs === 0 || maxSpeechMs >= minSpeechMs,
    'max_speech_ms',
    maxSpeechMs,
    `at least min_speech_ms ${minSpeechMs}`,
  );
  return faults;
}

function durations(request: CreateSessionRequest): [name: string, ms: number][] {
  return [
    ['min_speech_ms', request.minSpeechMs ?? 0],
    ['min_silence_ms', request.minSilenceMs ?? 0],
    ['prefix_padding_ms', request.prefixPaddingMs ?? 0],
    ['max_speech_ms', request.maxSpeechMs],
    ['reset_after_silence_ms', request.resetAfterSilenceMs],
  ];
}
