import { expect, test } from 'vitest';
import { AudioEncoding } from '../../proto/gen/vad.ts';
import { Batch } from '../src/batch.ts';
import type { Decision } from '../src/decisions.ts';
import { loadModel } from '../src/model.ts';
import { Session } from '../src/session.ts';
import { audio } from './audio.ts';
import { seatAt } from './fake-inference.ts';
import { loadOracleModel, Oracle } from './oracle.ts';
import { transcode } from './plain-audio.ts';

const FRAMES = 4;
const oracleModel = await loadOracleModel();
const model = await loadModel();

test.each([
  8000, 16_000,
] as const)('at %d Hz, frames of n sessions in a run come to what the oracle says, for every n', async rate => {
  const speech = transcode(audio('six-voices'), rate, 's16le');
  const piece = rate * 0.032 * 2 * FRAMES;
  const pieces = Array.from({ length: 32 }, (_, i) => speech.subarray(i * piece, (i + 1) * piece));
  const expected = await Promise.all(
    pieces.map(async bytes => {
      const oracle = new Oracle(oracleModel, { sampleRate: rate, encoding: AudioEncoding.AUDIO_ENCODING_S16LE });
      return (await oracle.detect(bytes, '')).probability;
    }),
  );
  expect(new Set(expected).size).toBeGreaterThan(20);
  for (let n = 1; n <= 32; n++) {
    const ran: number[] = [];
    const batch = new Batch(model, { ran: frames => void ran.push(frames), waited: () => undefined });
    const decide = (bytes: Buffer) =>
      new Promise<Decision>((resolve, reject) => {
        const session = new Session('a', settingsAt(rate), seatAt(batch));
        session.detect(bytes, 'chunk', (error, decision) => (decision ? resolve(decision) : reject(error)));
      });
    const decisions = await Promise.all(pieces.slice(0, n).map(decide));
    expect(
      decisions.map(decision => decision.probability),
      `${n} in a run`,
    ).toEqual(expected.slice(0, n));
    expect(ran).toEqual(Array(FRAMES).fill(n));
  }
});

function settingsAt(sampleRate: 8000 | 16_000) {
  return {
    format: { sampleRate, encoding: 's16le' as const },
    voice: { threshold: 0, thresholdLow: 0, frameWindowThreshold: 0 },
    speech: { minSpeechMs: 0, minSilenceMs: 0, prefixPaddingMs: 0, maxSpeechMs: 0 },
    resetAfterSilenceMs: 0,
  };
}
