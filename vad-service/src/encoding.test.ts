import { expect, test } from 'vitest';
import { ENCODINGS, type EncodingName } from './encoding.ts';

/** Samples in 16 bit's scale. */
function decoded(encoding: EncodingName, bytes: Uint8Array): number[] {
  const { bytesPerSample, decode } = ENCODINGS[encoding];
  const samples = new Float32Array(bytes.length / bytesPerSample);
  decode(bytes, 0, samples, 0, samples.length);
  return Array.from(samples, sample => sample * 32_768 + 0);
}

/** As `sox -r 8000 -t ul` (and `-t al`) decode them: the first and the last step of each segment, positive. */
const SEGMENTS = {
  mulaw: {
    first: [0xff, 0xef, 0xdf, 0xcf, 0xbf, 0xaf, 0x9f, 0x8f],
    samples: [0, 132, 396, 924, 1980, 4092, 8316, 16764],
    lastSamples: [120, 372, 876, 1884, 3900, 7932, 15996, 32124],
  },
  alaw: {
    first: [0xd5, 0xc5, 0xf5, 0xe5, 0x95, 0x85, 0xb5, 0xa5],
    samples: [8, 264, 528, 1056, 2112, 4224, 8448, 16896],
    lastSamples: [248, 504, 1008, 2016, 4032, 8064, 16128, 32256],
  },
} as const;

test.each(['mulaw', 'alaw'] as const)('%s: sixteen even steps from the first to the last of each segment', name => {
  const { first, samples, lastSamples } = SEGMENTS[name];
  for (const [segment, byte] of first.entries()) {
    const codes = Uint8Array.from({ length: 16 }, (_, i) => byte ^ i);
    const [low, high] = [samples[segment] as number, lastSamples[segment] as number];
    const expected = Array.from({ length: 16 }, (_, i) => low + ((high - low) / 15) * i);
    expect(decoded(name, codes), `segment ${segment}`).toEqual(expected);
    const negative = codes.map(code => code ^ 0x80);
    expect(decoded(name, negative), `segment ${segment}, negative`).toEqual(expected.map(sample => 0 - sample));
  }
});

test.each([
  ['mulaw', [0xff, 0x7f, 0x00, 0x80], [0, 0, -32124, 32124]],
  ['alaw', [0xd5, 0x55, 0x2a, 0xaa], [8, -8, -32256, 32256]],
  ['s16le', [0, 0, 1, 0, 0xff, 0xff, 0xff, 0x7f, 0x00, 0x80], [0, 1, -1, 32767, -32768]],
] as const)('%s: the extremes', (name, bytes, samples) => {
  expect(decoded(name, Uint8Array.from(bytes))).toEqual(samples);
});

test('f32le is clipped to [-1, 1], and NaN is silence', () => {
  const floats = [0, 0.25, -0.5, 1, -1, 1.5, -7, 1e38, -1e38, Number.POSITIVE_INFINITY, -Infinity, Number.NaN];
  const samples = decoded('f32le', new Uint8Array(Float32Array.from(floats).buffer));
  expect(samples.map(sample => sample / 32_768)).toEqual([0, 0.25, -0.5, 1, -1, 1, -1, 1, -1, 1, -1, 0]);
});

test.each([
  's16le',
  'mulaw',
  'alaw',
  'f32le',
] as const)('%s is read and written where it is told, aligned or not', name => {
  const { bytesPerSample, decode } = ENCODINGS[name];
  const backing = Uint8Array.from({ length: 64 }, (_, i) => (i * 53) % 256);
  const bytes = backing.subarray(3);
  const whole = new Float32Array(3);
  decode(backing.slice(8, 8 + 3 * bytesPerSample), 0, whole, 0, 3);
  const into = new Float32Array(6);
  decode(bytes, 5, into, 2, 3);
  expect([...into]).toEqual([0, 0, ...whole, 0]);
});
