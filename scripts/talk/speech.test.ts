import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Segment, Speech } from './speech.ts';

/** has_voice as the service gives it, for frames that are voice or not. */
const hasVoice = (voiced: boolean[]) =>
  voiced.map((_, i) => voiced.slice(Math.max(0, i - 29), i + 1).filter(Boolean).length >= 8);

const hear = (voiced: boolean[]) => {
  const speech = new Speech();
  for (const answer of hasVoice(voiced)) speech.push(answer);
  return speech;
};

const runs = (...lengths: number[]) => lengths.flatMap((length, i) => Array<boolean>(length).fill(i % 2 === 1));

test('finds speech without gaps exactly where it was', () => {
  const length = fc.integer({ min: 8, max: 200 });
  const pause = fc.integer({ min: 31, max: 200 });
  fc.assert(
    fc.property(fc.array(fc.tuple(pause, length), { minLength: 1, maxLength: 5 }), bursts => {
      const expected: Segment[] = [];
      let at = 0;
      for (const [silent, spoken] of bursts) {
        expected.push({ start: at + silent, end: at + silent + spoken });
        at += silent + spoken;
      }
      expect(hear(runs(...bursts.flat(), 40)).segments(at + 40)).toEqual(expected);
    }),
  );
});

// About 8 in 30, so that the decision flickers.
const sparse = fc.integer({ min: 0, max: 29 }).map(dice => dice < 8);

test('whatever was voiced: segments are in order, not empty, and what was decided stays', () => {
  fc.assert(
    fc.property(fc.array(sparse, { minLength: 60, maxLength: 200 }), voiced => {
      const speech = new Speech();
      const seen = new Map<number, boolean>();
      for (const answer of hasVoice(voiced)) {
        speech.push(answer);
        for (let frame = seen.size; speech.decided(frame); frame++) seen.set(frame, speech.isSpeech(frame));
      }
      for (const [frame, before] of seen) expect(speech.isSpeech(frame)).toBe(before);
      const edges = speech.segments(voiced.length).flatMap(({ start, end }) => [start, end - 0.5]);
      expect(edges).toEqual(edges.toSorted((a, b) => a - b));
    }),
  );
});

test('what is heard too briefly is none', () => {
  expect(hear(runs(20, 7, 60)).segments(87)).toEqual([]);
});

test('speech that goes on lasts to the end that is asked for', () => {
  expect(hear(runs(5, 20)).segments(24)).toEqual([{ start: 5, end: 24 }]);
});

test('scattered voice is found from its first frame to its last', () => {
  const every4th = Array.from({ length: 29 }, (_, i) => i % 4 === 0);
  expect(hear([...runs(10), ...every4th, ...runs(60)]).segments(99)).toEqual([{ start: 10, end: 39 }]);
});

test('speech that ended after what is asked for is cut there', () => {
  expect(hear(runs(5, 30, 40)).segments(20)).toEqual([{ start: 5, end: 20 }]);
});
