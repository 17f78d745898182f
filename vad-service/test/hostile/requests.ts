import {
  type AudioEncoding,
  CreateSessionRequest,
  DestroySessionRequest,
  DetectRequest,
  ResetSessionRequest,
} from '../../../proto/gen/vad.ts';

export const METHODS = ['CreateSession', 'Detect', 'ResetSession', 'DestroySession', 'GetStats'] as const;
export type Method = (typeof METHODS)[number];

export interface HostileRequest {
  readonly method: Method;
  readonly bytes: Buffer;
}

const MIB = 1_048_576;
const FLOATS = [0, 0.35, 0.5, -0, 1, -1, 1e38, -1e38, 1e-45, Number.NaN, Infinity, -Infinity];
const INTS = [0, 0, 1, -1, 8, 30, 250, 16_000, 600_000, 600_001, 2 ** 31 - 1, -(2 ** 31)];
const RATES = [0, 0, 8000, 16_000, 16_000, 8001, -1, 44_100, 2 ** 31 - 1];
const EVENTS = ['', '', 'chunk', 'start', 'start', 'end'];
const UNKNOWN_EVENTS = ['END', 'stop', ' start', 'chunk\u0000', '"\n', 'µ'.repeat(70), 'x'.repeat(100_000)];
const AUDIO_BYTES = [0, 0, 1, 2, 511, 1023, 1024, 1025, 2048, 3333, 5000];

/** What a client could send in error, or on purpose; the same for the same `random`. */
export class HostileRequests {
  readonly #random: () => number;
  readonly #prefix: string;

  /** @param prefix begins every id, so that clients do not meet */
  constructor(prefix: string, random: () => number) {
    this.#prefix = prefix;
    this.#random = random;
  }

  oneOf<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.#random() * choices.length)] as T;
  }

  chance(probability: number): boolean {
    return this.#random() < probability;
  }

  /** One of a few that are well-formed, so that they often name a session that lives. */
  id(): string {
    return `${this.#prefix}${this.oneOf(['', '1', '2', '"quoted"', "it's; --", 'line\r\nbreak: x', 'nul\u0000', 'é😀'])}`;
  }

  any(): HostileRequest {
    const dice = this.#random();
    if (dice < 0.25) return this.create();
    if (dice < 0.85) return this.detect();
    const method = this.oneOf(['ResetSession', 'DestroySession', 'GetStats'] as const);
    return { method, bytes: Buffer.from(ResetSessionRequest.encode({ sessionId: this.#anyId() }).finish()) };
  }

  create(sessionId = this.#anyId()): HostileRequest {
    const optional = () => (this.chance(0.5) ? undefined : this.oneOf(INTS));
    const wild = this.chance(0.5);
    const request = {
      sessionId,
      threshold: wild ? this.oneOf(FLOATS) : 0,
      thresholdLow: wild ? this.oneOf(FLOATS) : 0,
      frameWindowThreshold: this.oneOf(INTS),
      sampleRate: wild ? this.oneOf(RATES) : this.oneOf([0, 8000, 16_000]),
      encoding: (wild ? this.oneOf([0, 1, 2, 3, 4, -1, 2 ** 31 - 1]) : this.oneOf([0, 1, 2, 3])) as AudioEncoding,
      ...(wild ? { minSpeechMs: optional(), minSilenceMs: optional(), prefixPaddingMs: optional() } : {}),
      maxSpeechMs: wild ? this.oneOf(INTS) : 0,
      resetAfterSilenceMs: wild ? this.oneOf(INTS) : this.oneOf([0, 1, 600_000]),
    };
    return { method: 'CreateSession', bytes: Buffer.from(CreateSessionRequest.encode(request).finish()) };
  }

  detect(sessionId = this.#anyId(), event = this.oneOf(this.chance(0.05) ? UNKNOWN_EVENTS : EVENTS)): HostileRequest {
    const encode = (audioData: Buffer) => Buffer.from(DetectRequest.encode({ sessionId, audioData, event }).finish());
    if (!this.chance(0.01)) return { method: 'Detect', bytes: encode(this.#audio(this.oneOf(AUDIO_BYTES))) };
    const around = encode(Buffer.alloc(MIB)).length - MIB; // a message just as long as is allowed, or a byte longer
    return { method: 'Detect', bytes: encode(this.#audio(MIB - around + this.oneOf([0, 1]))) };
  }

  /** A request with some bytes changed, cut off or added, or no request at all. */
  garbage(): HostileRequest {
    const { method, bytes } = this.any();
    const byte = () => Math.floor(this.#random() * 256);
    if (bytes.length === 0 || this.chance(0.3)) {
      return { method, bytes: Buffer.from(Array.from({ length: Math.floor(this.#random() * 40) }, byte)) };
    }
    const changed = Buffer.from(bytes);
    for (let i = 0; i < 3; i++) changed[Math.floor(this.#random() * Math.min(20, changed.length))] = byte();
    return { method, bytes: changed.subarray(0, this.chance(0.5) ? Math.floor(this.#random() * 20) : undefined) };
  }

  destroy(sessionId: string): HostileRequest {
    return { method: 'DestroySession', bytes: Buffer.from(DestroySessionRequest.encode({ sessionId }).finish()) };
  }

  reset(sessionId: string): HostileRequest {
    return { method: 'ResetSession', bytes: Buffer.from(ResetSessionRequest.encode({ sessionId }).finish()) };
  }

  #anyId(): string {
    if (this.chance(0.8)) return this.id();
    const [exact, beyond, huge] = [128, 129, 100_000].map(length => this.#prefix.padEnd(length, 'x'));
    return this.oneOf([exact, beyond, huge, `${this.#prefix}${'µ'.repeat(70)}`] as string[]);
  }

  /** Noise, or floats that are no sound. */
  #audio(bytes: number): Buffer {
    const audio = Buffer.alloc(bytes);
    if (this.chance(0.5)) {
      for (let i = 0; i < bytes; i++) audio[i] = Math.floor(this.#random() * 256);
    } else {
      for (let i = 0; i + 4 <= bytes; i += 4) audio.writeFloatLE(this.oneOf(FLOATS), i);
    }
    return audio;
  }
}
