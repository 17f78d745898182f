import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainSpeech } from '../test/plain-speech.ts';
import { Speech, type SpeechEvent, type SpeechSettings } from './speech.ts';

const FRAME = 512;
const RATE = 16_000;
const DEFAULTS: SpeechSettings = { minSpeechMs: 250, minSilenceMs: 500, prefixPaddingMs: 300, maxSpeechMs: 0 };

/** An event, and the index of the frame that it came with. */
type Heard = SpeechEvent & { readonly frame: number };

/** What comes of frames, `v` for voice and `-` for none, from sample `at` on. */
function hear(speech: Speech, frames: string, at = 0, frameSamples = FRAME): Heard[] {
  return [...frames].flatMap((frame, i) => {
    const events: SpeechEvent[] = [];
    speech.step(frame === 'v', at + i * frameSamples, at + (i + 1) * frameSamples, events);
    return events.map(event => ({ ...event, frame: i }));
  });
}

const start = (frame: number, sampleIndex: number) => ({ type: 'start', frame, sampleIndex });
const end = (frame: number, sampleIndex: number) => ({ type: 'end', frame, sampleIndex });
const v = (count: number) => 'v'.repeat(count);
const silence = (count: number) => '-'.repeat(count);

test('a speech starts with its 8th voiced frame in a row, 300 ms before the first, and ends 500 ms after the last', () => {
  // 250 ms are 7.8 frames, 500 ms are 15.6.
  const events = hear(
    new Speech(DEFAULTS, RATE),
    silence(20) + v(7) + silence(3) + v(8) + silence(15) + v(1) + silence(16),
  );
  expect(events).toEqual([start(37, 30 * FRAME - 4800), end(69, 54 * FRAME)]);
});

test('a START does not reach back before the first sample or the last END', () => {
  const events = hear(new Speech({ ...DEFAULTS, minSilenceMs: 0 }, RATE), `--${v(8)}-${v(8)}-`);
  expect(events).toEqual([start(9, 0), end(10, 10 * FRAME), start(18, 10 * FRAME), end(19, 19 * FRAME)]);
});

test('a speech that lasts too long is cut where the next begins at once', () => {
  const settings = { minSpeechMs: 0, minSilenceMs: 64, prefixPaddingMs: 300, maxSpeechMs: 96 };
  const events = hear(new Speech(settings, RATE), `${v(7)}--`);
  expect(events).toEqual([
    start(0, 0),
    end(3, 3 * FRAME),
    start(3, 3 * FRAME),
    end(6, 6 * FRAME),
    start(6, 6 * FRAME),
    end(8, 7 * FRAME),
  ]);
});

test('finish ends a speech that goes on after its last voiced frame, and forgets one that has not begun', () => {
  const speech = new Speech(DEFAULTS, RATE);
  const ended: SpeechEvent[] = [];
  hear(speech, v(7));
  speech.finish(ended);
  expect(hear(speech, v(9) + silence(3), 7 * FRAME)).toEqual([start(7, 7 * FRAME - 3584)]);
  speech.finish(ended);
  speech.finish(ended);
  expect(ended).toEqual([{ type: 'end', sampleIndex: 16 * FRAME }]);
});

test('reset ends nothing and begins at sample 0 again', () => {
  const speech = new Speech(DEFAULTS, RATE);
  hear(speech, v(12));
  speech.reset();
  expect(hear(speech, `-${v(8)}`)).toEqual([start(8, 0)]);
});

/** Frames up to a finish, after which so many samples are skipped. */
const stretch = fc.record({
  frames: fc
    .array(fc.tuple(fc.constantFrom('v', '-'), fc.integer({ min: 1, max: 12 })), { maxLength: 25, size: 'max' })
    .map(runs => runs.map(([frame, count]) => frame.repeat(count)).join('')),
  skipped: fc.nat(3000),
});
const settings = fc
  .record({
    minSpeechMs: fc.constantFrom(0, 1, 32, 33, 96, 250),
    minSilenceMs: fc.constantFrom(0, 32, 100, 256, 500),
    prefixPaddingMs: fc.constantFrom(0, 1, 300, 600_000),
    maxSpeechMs: fc.constantFrom(0, 1, 250, 256, 320, 1000),
  })
  .filter(({ minSpeechMs, maxSpeechMs }) => maxSpeechMs === 0 || maxSpeechMs >= minSpeechMs);

test('hears the speeches of the book, frame by frame, in order and within what was sent', () => {
  const rates = fc.constantFrom(8000, 16_000);
  fc.assert(
    fc.property(settings, rates, fc.array(stretch, { maxLength: 3 }), (chosen, rate, stretches) => {
      const speech = new Speech(chosen, rate);
      const frameSamples = rate * 0.032;
      const heard: Heard[][] = [];
      let at = 0;
      const placed = stretches.map(({ frames, skipped }) => {
        const firstSample = at;
        const events = hear(speech, frames, at, frameSamples);
        at += frames.length * frameSamples;
        const finishing: SpeechEvent[] = [];
        speech.finish(finishing);
        heard.push([...events, ...finishing.map(event => ({ ...event, frame: frames.length }))]);
        for (const { sampleIndex } of heard.flat()) expect(sampleIndex).toBeLessThanOrEqual(at);
        at += skipped;
        return { frames, firstSample };
      });
      expect(heard).toEqual(plainSpeech(chosen, rate, placed));
      expect(heard.flat().map(event => event.type)).toEqual(heard.flat().map((_, i) => (i % 2 ? 'end' : 'start')));
      const indices = heard.flat().map(event => event.sampleIndex);
      expect(indices).toEqual(indices.toSorted((a, b) => a - b));
      expect(indices.every(index => Number.isInteger(index) && index >= 0)).toBe(true);
    }),
    { numRuns: 400 },
  );
});
