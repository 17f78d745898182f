import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Frames } from './frames.ts';

/** Every input that the pieces give, copied: the array is reused. */
const inputsOf = (frames: Frames, ...pieces: Uint8Array[]) =>
  pieces.flatMap(piece =>
    frames
      .cut(piece)
      .map(input => Array.from(input))
      .toArray(),
  );

const ramp = (samples: number, first: number) => {
  const audio = Buffer.alloc(samples * 2);
  for (let i = 0; i < samples; i++) audio.writeInt16LE(first + i, i * 2);
  return audio;
};

test('scales samples by 32768, little-endian, after 64 samples of the frame before', () => {
  const [first, second] = inputsOf(new Frames(), ramp(1024, -32768));
  expect(first?.slice(0, 64)).toEqual(Array(64).fill(0));
  expect(first?.slice(64, 66)).toEqual([-1, -32767 / 32768]);
  expect(second?.slice(0, 64)).toEqual(first?.slice(-64));
  expect(second?.[64]).toBe((-32768 + 512) / 32768);
});

test('gives the same inputs however the bytes are cut', () => {
  const audio = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 37) % 251));
  const whole = inputsOf(new Frames(), audio);
  expect(whole).toHaveLength(4);
  fc.assert(
    fc.property(fc.array(fc.nat(audio.length), { maxLength: 12 }), cuts => {
      const marks = [0, ...cuts.sort((a, b) => a - b), audio.length];
      const pieces = marks.slice(1).map((end, i) => audio.subarray(marks[i], end));
      expect(inputsOf(new Frames(), ...pieces)).toEqual(whole);
    }),
    { numRuns: 50 },
  );
});

test('keeps bytes of its own: the caller may reuse its buffer', () => {
  const frames = new Frames();
  const audio = ramp(512, 100);
  const head = Buffer.from(audio.subarray(0, 1001));
  inputsOf(frames, head);
  head.fill(0xff);
  expect(inputsOf(frames, audio.subarray(1001))).toEqual(inputsOf(new Frames(), audio));
});

test('dropping the remainder keeps the context; reset zeroes it', () => {
  const frames = new Frames();
  const [first] = inputsOf(frames, ramp(600, 1));
  frames.dropRemainder();
  const [afterDrop] = inputsOf(frames, ramp(512, 5000));
  expect(afterDrop?.slice(0, 65)).toEqual([...(first?.slice(-64) ?? []), 5000 / 32768]);
  inputsOf(frames, ramp(7, 1));
  frames.reset();
  const [afterReset] = inputsOf(frames, ramp(512, 5000));
  expect(afterReset?.slice(0, 65)).toEqual([...Array(64).fill(0), 5000 / 32768]);
});
