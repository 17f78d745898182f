import { expect, test } from 'vitest';
import { AudioEncoding, CreateSessionRequest } from '../../../proto/gen/vad.ts';
import { parseSettings } from './settings.ts';

/** What the service sees of a client that sets just these. */
const request = (fields: Partial<CreateSessionRequest> = {}) =>
  CreateSessionRequest.decode(
    CreateSessionRequest.encode({ ...CreateSessionRequest.decode(new Uint8Array()), ...fields }).finish(),
  );

test('of a client that knows no additions, everything is as in vixio', () => {
  expect(parseSettings(request())).toEqual({
    format: { sampleRate: 16_000, encoding: 's16le' },
    voice: { threshold: 0, thresholdLow: 0, frameWindowThreshold: 0 },
    speech: { minSpeechMs: 250, minSilenceMs: 500, prefixPaddingMs: 300, maxSpeechMs: 0 },
    resetAfterSilenceMs: 0,
  });
});

test('an optional 0 is 0, and not unset', () => {
  const { speech } = parseSettings(request({ minSpeechMs: 0, minSilenceMs: 0, prefixPaddingMs: 0 }));
  expect(speech).toEqual({ minSpeechMs: 0, minSilenceMs: 0, prefixPaddingMs: 0, maxSpeechMs: 0 });
});

test('all that is set arrives', () => {
  const fields = { minSpeechMs: 1, minSilenceMs: 2, prefixPaddingMs: 3, maxSpeechMs: 600_000 };
  const settings = parseSettings(
    request({
      ...fields,
      threshold: 0.5,
      thresholdLow: 0.25,
      frameWindowThreshold: -4,
      sampleRate: 8000,
      encoding: AudioEncoding.AUDIO_ENCODING_F32LE,
      resetAfterSilenceMs: 4,
    }),
  );
  expect(settings).toEqual({
    format: { sampleRate: 8000, encoding: 'f32le' },
    voice: { threshold: 0.5, thresholdLow: 0.25, frameWindowThreshold: -4 },
    speech: fields,
    resetAfterSilenceMs: 4,
  });
});

test.each([
  [AudioEncoding.AUDIO_ENCODING_S16LE, 's16le'],
  [AudioEncoding.AUDIO_ENCODING_MULAW, 'mulaw'],
  [AudioEncoding.AUDIO_ENCODING_ALAW, 'alaw'],
  [AudioEncoding.AUDIO_ENCODING_F32LE, 'f32le'],
] as const)('encoding %d is %s', (encoding, name) =>
  expect(parseSettings(request({ encoding })).format.encoding).toBe(name));

test('every fault is told at once', () => {
  const wrong = request({
    threshold: Number.NaN,
    thresholdLow: Number.NaN,
    sampleRate: 44_100,
    encoding: 4 as AudioEncoding,
    minSpeechMs: -1,
    minSilenceMs: 600_001,
    prefixPaddingMs: -(2 ** 31),
    maxSpeechMs: 2 ** 31 - 1,
    resetAfterSilenceMs: -5,
  });
  expect(() => parseSettings(wrong)).toThrow(
    expect.objectContaining({
      fault: 'bad-settings',
      message: [
        'threshold NaN is not a number',
        'threshold_low NaN is not a number',
        'sample_rate 44100 is not 8000 or 16000 (0 means 16000)',
        'encoding 4 is not one of AudioEncoding, 0 to 3',
        'min_speech_ms -1 is not from 0 to 600000 ms',
        'min_silence_ms 600001 is not from 0 to 600000 ms',
        'prefix_padding_ms -2147483648 is not from 0 to 600000 ms',
        'max_speech_ms 2147483647 is not from 0 to 600000 ms',
        'reset_after_silence_ms -5 is not from 0 to 600000 ms',
      ].join('; '),
    }),
  );
});

test('a speech may not have to end before it can begin', () => {
  expect(() => parseSettings(request({ maxSpeechMs: 249 }))).toThrow(
    'max_speech_ms 249 is not at least min_speech_ms 250',
  );
  expect(parseSettings(request({ maxSpeechMs: 249, minSpeechMs: 249 })).speech.maxSpeechMs).toBe(249);
});
