import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decodeSample, encodeSample } from './mulaw.ts';
import { clipOrigin, speechClip } from './speech-clip.ts';

const wav = readFileSync(join(import.meta.dirname, '../../vad-service/test/audio/two-phrases.wav'));
const original = wav.subarray(wav.indexOf('data') + 8);

test('the clip is the speech that it says it is', () => {
  const made = Buffer.alloc(clipOrigin.count * 2);
  for (let index = 0; index < clipOrigin.count; index++) {
    const sample = original.readInt16LE((clipOrigin.first + index) * 2);
    made.writeInt16LE(decodeSample(encodeSample(sample)), index * 2);
  }
  expect(speechClip().equals(made)).toBe(true);
});

test.each([0, 1, -1, 100, -100, 1000, -1000, 12_345, -12_345, 32_767, -32_768])('%i survives µ-law', sample => {
  expect(Math.abs(decodeSample(encodeSample(sample)) - sample)).toBeLessThanOrEqual(Math.max(4, Math.abs(sample) / 28));
});
