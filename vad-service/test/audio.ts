import { readFileSync } from 'node:fs';

const WAV_HEADER_BYTES = 44;

export const SPEECH = ['two-phrases', 'six-voices', 'in-the-rain'] as const;
export type AudioName = (typeof SPEECH)[number] | 'silence';

/** The s16le samples of a file in test/audio, without its header. */
export function audio(name: AudioName): Buffer {
  return readFileSync(new URL(`audio/${name}.wav`, import.meta.url)).subarray(WAV_HEADER_BYTES);
}

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
export function randomFrom(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The same audio, quieter and under white noise. */
export function noisy(clean: Buffer, gain: number, noise: number, random: () => number): Buffer {
  const out = Buffer.alloc(clean.length);
  for (let i = 0; i < clean.length; i += 2) {
    const value = clean.readInt16LE(i) * gain + (random() * 2 - 1) * noise;
    out.writeInt16LE(Math.max(-32768, Math.min(32767, Math.round(value))), i);
  }
  return out;
}
