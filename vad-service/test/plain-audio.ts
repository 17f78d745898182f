/** How the tests read and write samples, by Node's own readers and G.711's words; shares no code with the service. */
export type PlainEncoding = 's16le' | 'mulaw' | 'alaw' | 'f32le';

export const BYTES_PER_SAMPLE: Readonly<Record<PlainEncoding, number>> = { s16le: 2, mulaw: 1, alaw: 1, f32le: 4 };

/** Samples in [-1, 1]. */
export function plainSamples(bytes: Buffer, encoding: PlainEncoding): number[] {
  const sampleAt = {
    s16le: (i: number) => bytes.readInt16LE(2 * i) / 32768,
    mulaw: (i: number) => mulaw(bytes.readUInt8(i)) / 32768,
    alaw: (i: number) => alaw(bytes.readUInt8(i)) / 32768,
    f32le: (i: number) => Math.min(Math.max(bytes.readFloatLE(4 * i) || 0, -1), 1),
  }[encoding];
  return Array.from({ length: Math.floor(bytes.length / BYTES_PER_SAMPLE[encoding]) }, (_, i) => sampleAt(i));
}

/** The same audio, s16le at 16 kHz, in another rate and encoding; companded to the nearest code. */
export function transcode(audio: Buffer, rate: number, encoding: PlainEncoding): Buffer {
  const wide = Array.from({ length: audio.length / 2 }, (_, i) => audio.readInt16LE(2 * i));
  const samples =
    rate === 16_000 ? wide : wide.flatMap((s, i) => (i % 2 ? [Math.round((s + (wide[i - 1] as number)) / 2)] : []));
  const out = Buffer.alloc(samples.length * BYTES_PER_SAMPLE[encoding]);
  for (const [i, sample] of samples.entries()) {
    if (encoding === 's16le') out.writeInt16LE(sample, 2 * i);
    else if (encoding === 'f32le') out.writeFloatLE(sample / 32768, 4 * i);
    else out.writeUInt8(nearestCode(sample, encoding), i);
  }
  return out;
}

const CODES = { mulaw: byLevel(mulaw), alaw: byLevel(alaw) };

function byLevel(decode: (byte: number) => number) {
  return Array.from({ length: 256 }, (_, byte) => ({ byte, level: decode(byte) })).sort((a, b) => a.level - b.level);
}

function nearestCode(sample: number, encoding: 'mulaw' | 'alaw'): number {
  const above = CODES[encoding].findIndex(({ level }) => level >= sample);
  const candidates = above < 0 ? CODES[encoding].slice(-1) : CODES[encoding].slice(Math.max(0, above - 1), above + 1);
  const [nearest] = candidates.sort((a, b) => Math.abs(a.level - sample) - Math.abs(b.level - sample));
  return nearest?.byte ?? 0;
}

/** G.711 in words: sign, 3 bits of segment, 4 bits of step; a segment's steps are twice as wide as those of the one before. */
function mulaw(byte: number): number {
  const [sign, segment, step] = fields(255 - byte);
  return (sign ? -1 : 1) * (2 ** segment * (132 + 8 * step) - 132);
}

function alaw(byte: number): number {
  const [sign, segment, step] = fields(byte ^ 0b01010101);
  return (sign ? 1 : -1) * (segment === 0 ? 16 * step + 8 : 2 ** (segment - 1) * (16 * step + 264));
}

function fields(code: number): readonly [sign: boolean, segment: number, step: number] {
  return [code >= 128, Math.floor(code / 16) % 8, code % 16];
}
