import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Hysteresis, type VoiceSettings, withDefaults } from './hysteresis.ts';

const unset = { threshold: 0, thresholdLow: 0, frameWindowThreshold: 0 };
const decide = (hysteresis: Hysteresis, probabilities: number[]) => probabilities.map(p => hysteresis.step(p));

test('0 means 0.35, 0.15 and 8, in float32', () => {
  expect(withDefaults(unset)).toEqual({
    threshold: Math.fround(0.35),
    thresholdLow: Math.fround(0.15),
    frameWindowThreshold: 8,
  });
});

test.each([
  ['exactly the threshold is voice', [Math.fround(0.35)], [true]],
  ['just under it is not, as the frame before was not', [Math.fround(0.3499999)], [false]],
  ['between the two a frame is as the one before', [0.9, 0.2, 0.1, 0.2], [true, true, false, false]],
  ['exactly the low threshold is not voice', [0.9, Math.fround(0.15)], [true, false]],
])('%s', (_, probabilities, voice) => {
  // Each step of a window that needs one more voiced frame than it has seen tells whether this frame was voice.
  let voiced = 0;
  const seen = probabilities.map((_, i) => {
    const hysteresis = new Hysteresis({ ...unset, frameWindowThreshold: voiced + 1 });
    const isVoice = decide(hysteresis, probabilities.slice(0, i + 1)).at(-1);
    if (isVoice) voiced += 1;
    return isVoice;
  });
  expect(seen).toEqual(voice);
});

test('turns on at the 8th voiced frame and off when fewer than 8 of the last 30 are left', () => {
  const decisions = decide(new Hysteresis(unset), [...Array(10).fill(1), ...Array(40).fill(0)]);
  expect(decisions.indexOf(true)).toBe(7);
  expect(decisions.lastIndexOf(true)).toBe(31); // frames 2..31 hold the last 8 voiced ones, 2..9
});

test('clear empties the window and the decision before', () => {
  const hysteresis = new Hysteresis({ ...unset, frameWindowThreshold: 1 });
  expect(decide(hysteresis, [1])).toEqual([true]);
  hysteresis.clear();
  expect(decide(hysteresis, [0.2])).toEqual([false]);
});

test('a window threshold of 30 needs every frame', () => {
  const decisions = decide(new Hysteresis({ ...unset, frameWindowThreshold: 30 }), Array(31).fill(1));
  expect(decisions.indexOf(true)).toBe(29);
});

/** By the book: the whole history, looked through at every frame. */
function plain({ threshold, thresholdLow, frameWindowThreshold }: VoiceSettings, probabilities: number[]): boolean[][] {
  const voiced: boolean[] = [];
  return probabilities.map(p => {
    const clear = p >= Math.fround(threshold) || p <= Math.fround(thresholdLow);
    voiced.push(clear ? p >= Math.fround(threshold) : (voiced.at(-1) ?? false));
    return [voiced.slice(-30).filter(Boolean).length >= frameWindowThreshold, voiced.at(-1) as boolean];
  });
}

test('decides as the book does, whatever the thresholds and probabilities', () => {
  const tenths = fc.constantFrom(...[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map(Math.fround));
  const float = fc.float({ min: 0, max: 1, noNaN: true });
  const settings = fc.record({
    threshold: fc.oneof(tenths, fc.constantFrom(0.35, 5e-324, 2, Infinity)),
    thresholdLow: fc.oneof(tenths, fc.constantFrom(0.15, -1, -Infinity)),
    frameWindowThreshold: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constantFrom(-1, -(2 ** 31), 2 ** 31 - 1)),
  });
  const runs = fc.array(fc.array(fc.oneof(tenths, float), { maxLength: 90, size: 'max' }), { maxLength: 3 });
  fc.assert(
    fc.property(settings, runs, (voice, untilCleared) => {
      const hysteresis = new Hysteresis(voice);
      for (const probabilities of untilCleared) {
        hysteresis.clear();
        const seen = probabilities.map(p => [hysteresis.step(p), hysteresis.voiced]);
        expect(seen).toEqual(plain(voice, probabilities));
      }
    }),
    { numRuns: 300 },
  );
});
