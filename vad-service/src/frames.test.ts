import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BYTES_PER_SAMPLE, plainSamples } from '../test/plain-audio.ts';
import { type AudioFormat, Frames } from './frames.ts';

const VIXIO: AudioFormat = { sampleRate: 16_000, encoding: 's16le' };
const SAMPLES = { 8000: { context: 32, frame: 256 }, 16000: { context: 64, frame: 512 } } as const;

/** Every input that the pieces give. */
function inputsOf(frames: Frames, { sampleRate }: AudioFormat, ...pieces: Uint8Array[]): number[][] {
  const { context, frame } = SAMPLES[sampleRate];
  const inputs: number[][] = [];
  for (const piece of pieces) {
    frames.feed(piece);
    while (frames.ready) {
      const input = new Float32Array(context + frame + 4);
      frames.next(input, 2);
      expect([input[0], input[1], input.at(-2), input.at(-1)], 'what lies around it is untouched').toEqual([
        0, 0, 0, 0,
      ]);
      inputs.push([...input.subarray(2, -2)]);
    }
  }
  return inputs;
}

const ramp = (samples: number, first: number) => {
  const audio = Buffer.alloc(samples * 2);
  for (let i = 0; i < samples; i++) audio.writeInt16LE(first + i, i * 2);
  return audio;
};

test('scales samples by 32768, little-endian, after 64 samples of the frame before', () => {
  const [first, second] = inputsOf(new Frames(VIXIO), VIXIO, ramp(1024, -32768));
  expect(first).toHaveLength(576);
  expect(first?.slice(0, 64)).toEqual(Array(64).fill(0));
  expect(first?.slice(64, 66)).toEqual([-1, -32767 / 32768]);
  expect(second?.slice(0, 64)).toEqual(first?.slice(-64));
  expect(second?.[64]).toBe((-32768 + 512) / 32768);
});

test('at 8 kHz a frame is 256 samples after 32', () => {
  const [first, second, ...more] = inputsOf(
    new Frames({ ...VIXIO, sampleRate: 8000 }),
    { ...VIXIO, sampleRate: 8000 },
    ramp(512, 1),
  );
  expect(first).toHaveLength(288);
  expect(second?.slice(0, 33)).toEqual([...(first?.slice(-32) ?? []), 257 / 32768]);
  expect(more).toEqual([]);
});

test('keeps bytes of its own: the caller may reuse its buffer', () => {
  const frames = new Frames(VIXIO);
  const audio = ramp(512, 100);
  const head = Buffer.from(audio.subarray(0, 1001));
  inputsOf(frames, VIXIO, head);
  head.fill(0xff);
  expect(inputsOf(frames, VIXIO, audio.subarray(1001))).toEqual(inputsOf(new Frames(VIXIO), VIXIO, audio));
});

test('dropping the rest keeps the context; reset zeroes it', () => {
  const frames = new Frames(VIXIO);
  const [first] = inputsOf(frames, VIXIO, ramp(600, 1));
  frames.dropRest();
  const [afterDrop] = inputsOf(frames, VIXIO, ramp(512, 5000));
  expect(afterDrop?.slice(0, 65)).toEqual([...(first?.slice(-64) ?? []), 5000 / 32768]);
  inputsOf(frames, VIXIO, ramp(7, 1));
  frames.reset();
  const [afterReset] = inputsOf(frames, VIXIO, ramp(512, 5000));
  expect(afterReset?.slice(0, 65)).toEqual([...Array(64).fill(0), 5000 / 32768]);
});

test('dropping in the middle of a feed drops the frames that were not cut yet', () => {
  const frames = new Frames(VIXIO);
  frames.feed(ramp(1500, 1));
  frames.next(new Float32Array(576), 0);
  frames.dropRest();
  expect(frames.ready).toBe(false);
  expect(frames.position).toBe(1500);
});

type Step = { readonly feed: Uint8Array } | { readonly drop: number } | 'clear context' | 'reset';

/** The same by the book: all bytes in one array, samples by Node's own readers. */
class PlainFrames {
  readonly #format: AudioFormat;
  #waiting: number[] = [];
  #context: number[];
  #passed = 0;

  constructor(format: AudioFormat) {
    this.#format = format;
    this.#context = Array(SAMPLES[format.sampleRate].context).fill(0);
  }

  take(step: Step): number[][] {
    if (step === 'reset') this.#passed = 0;
    if (step === 'reset') this.#waiting = [];
    if (step === 'reset' || step === 'clear context') this.#context = this.#context.map(() => 0);
    if (typeof step === 'string') return [];
    if ('feed' in step) return this.#feed(step.feed);
    this.#passed += this.#waiting.length + step.drop;
    this.#waiting = [];
    return [];
  }

  get position(): number {
    return Math.floor(this.#passed / BYTES_PER_SAMPLE[this.#format.encoding]);
  }

  #feed(bytes: Uint8Array): number[][] {
    const inputs: number[][] = [];
    const { sampleRate, encoding } = this.#format;
    const frameBytes = SAMPLES[sampleRate].frame * BYTES_PER_SAMPLE[encoding];
    this.#waiting.push(...bytes);
    while (this.#waiting.length >= frameBytes) {
      const input = [...this.#context, ...plainSamples(Buffer.from(this.#waiting.splice(0, frameBytes)), encoding)];
      this.#passed += frameBytes;
      this.#context = input.slice(-this.#context.length);
      inputs.push(input);
    }
    return inputs;
  }
}

const bytes = (maxLength: number) =>
  fc.oneof(
    fc.uint8Array({ maxLength, size: 'max' }),
    // Floats of audible size, and hostile ones: random bytes hardly ever hold any.
    fc
      .array(fc.oneof(fc.float({ min: -2, max: 2 }), fc.float()), { maxLength: maxLength / 4, size: 'max' })
      .map(floats => new Uint8Array(Float32Array.from(floats).buffer)),
  );
const format = fc.record({
  sampleRate: fc.constantFrom(8000, 16_000),
  encoding: fc.constantFrom('s16le', 'mulaw', 'alaw', 'f32le'),
} satisfies Record<keyof AudioFormat, unknown>);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: bytes(3000).map(feed => ({ feed })) },
  { weight: 2, arbitrary: fc.nat(999).map(drop => ({ drop })) },
  { weight: 1, arbitrary: fc.constantFrom('clear context', 'reset') },
);
const zeroesAlike = (inputs: number[][]) => inputs.map(input => input.map(sample => sample + 0));

test('any pieces in any format, with drops and resets between, give the inputs and positions of the book', () => {
  fc.assert(
    fc.property(format, fc.array(step, { maxLength: 12, size: 'max' }), (audioFormat, steps) => {
      const [frames, plain] = [new Frames(audioFormat), new PlainFrames(audioFormat)];
      for (const one of steps) {
        let inputs: number[][] = [];
        if (one === 'reset') frames.reset();
        else if (one === 'clear context') frames.clearContext();
        else if ('drop' in one) frames.dropRest(one.drop);
        else inputs = inputsOf(frames, audioFormat, one.feed);
        expect(zeroesAlike(inputs)).toEqual(zeroesAlike(plain.take(one)));
        expect(frames.position).toBe(plain.position);
      }
    }),
    { numRuns: 150 },
  );
});

test('gives the same inputs however the bytes are cut', () => {
  const audio = Uint8Array.from({ length: 9000 }, (_, i) => (i * 37) % 251);
  const cuts = fc.array(fc.nat(audio.length), { maxLength: 12 });
  fc.assert(
    fc.property(format, cuts, (audioFormat, at) => {
      const marks = [0, ...at.sort((a, b) => a - b), audio.length];
      const pieces = marks.slice(1).map((end, i) => audio.subarray(marks[i], end));
      const whole = inputsOf(new Frames(audioFormat), audioFormat, audio);
      expect(whole.length).toBeGreaterThanOrEqual(4);
      expect(inputsOf(new Frames(audioFormat), audioFormat, ...pieces)).toEqual(whole);
    }),
    { numRuns: 60 },
  );
});
