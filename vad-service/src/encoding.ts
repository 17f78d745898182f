/** How a mono sample is written. */
export interface Encoding {
  readonly bytesPerSample: number;
  /** Writes `count` samples, read from `bytes` at byte `from`, as float32 in [-1, 1] into `into` at index `at`. */
  decode(bytes: Uint8Array, from: number, into: Float32Array, at: number, count: number): void;
}

const FULL_SCALE = 32_768;

/** Signed 16 bit, little-endian. */
const s16le: Encoding = {
  bytesPerSample: 2,
  decode(bytes, from, into, at, count) {
    for (let i = 0, o = from; i < count; i++, o += 2) {
      into[at + i] = ((((bytes[o + 1] as number) << 24) >> 16) | (bytes[o] as number)) / FULL_SCALE;
    }
  },
};

/** IEEE 754 single precision, little-endian; clipped, since one NaN or infinity would stay in the model's memory for good. */
const f32le: Encoding = {
  bytesPerSample: 4,
  decode(bytes, from, into, at, count) {
    const view = new DataView(bytes.buffer, bytes.byteOffset + from, count * 4);
    for (let i = 0; i < count; i++) {
      const sample = view.getFloat32(i * 4, true);
      into[at + i] = Number.isNaN(sample) ? 0 : Math.max(-1, Math.min(1, sample));
    }
  },
};

/** An encoding of 8 bit: the sample of each byte, in 16 bit's scale. */
function byTable(sampleOf: (byte: number) => number): Encoding {
  const table = Float32Array.from({ length: 256 }, (_, byte) => sampleOf(byte) / FULL_SCALE);
  return {
    bytesPerSample: 1,
    decode(bytes, from, into, at, count) {
      for (let i = 0; i < count; i++) into[at + i] = table[bytes[from + i] as number] as number;
    },
  };
}

/** G.711 µ-law: inverted bits, a bias of 33 at 14 bit (132 at 16). */
function mulawSample(byte: number): number {
  const code = ~byte & 0xff;
  const magnitude = (((code & 0x0f) * 2 + 33) << ((code >> 4) & 7)) - 33;
  return (code & 0x80 ? -magnitude : magnitude) * 4;
}

/** G.711 A-law: every other bit inverted, 13 bit. */
function alawSample(byte: number): number {
  const code = byte ^ 0x55;
  const exponent = (code >> 4) & 7;
  const mantissa = (code & 0x0f) * 2 + 1;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 32) << (exponent - 1);
  return (code & 0x80 ? magnitude : -magnitude) * 8;
}

export const ENCODINGS = { s16le, mulaw: byTable(mulawSample), alaw: byTable(alawSample), f32le } as const;
export type EncodingName = keyof typeof ENCODINGS;
