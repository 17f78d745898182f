import { ENCODINGS, type Encoding, type EncodingName } from './encoding.ts';
import { FRAME_SHAPES, type SampleRate } from './inference.ts';

export interface AudioFormat {
  readonly sampleRate: SampleRate;
  readonly encoding: EncodingName;
}

const NOTHING: Uint8Array = new Uint8Array(0);

/** Cuts a session's bytes into the model's inputs; what is short of a frame waits for more. */
export class Frames {
  readonly #encoding: Encoding;
  readonly #frameSamples: number;
  readonly #frameBytes: number;
  readonly #context: Float32Array;
  /** Bytes of earlier audio, short of a frame; the buffer is made when the first such byte comes. */
  #rest = NOTHING;
  #restBytes = 0;
  /** The audio that is being cut, and how much of it is. */
  #audio = NOTHING;
  #offset = 0;
  /** Bytes that came before those that wait, since the beginning or the last reset. */
  #passedBytes = 0;

  constructor({ sampleRate, encoding }: AudioFormat) {
    const { contextSamples, frameSamples } = FRAME_SHAPES[sampleRate];
    this.#encoding = ENCODINGS[encoding];
    this.#frameSamples = frameSamples;
    this.#frameBytes = frameSamples * this.#encoding.bytesPerSample;
    this.#context = new Float32Array(contextSamples);
  }

  /** Takes audio, which must not change until it is cut up. Only after what was fed before has been. */
  feed(audio: Uint8Array): void {
    this.#audio = audio;
    this.#offset = 0;
    if (!this.ready) this.#keepRest();
  }

  /** A whole frame is there. */
  get ready(): boolean {
    return this.#restBytes + this.#audio.length - this.#offset >= this.#frameBytes;
  }

  /** The index of the next frame's first sample, counted from the beginning or the last reset. */
  get position(): number {
    return Math.floor(this.#passedBytes / this.#encoding.bytesPerSample);
  }

  /** Writes the next input into `input` from index `at` on: the end of the frame before, then the frame. Only when ready. */
  next(input: Float32Array, at: number): void {
    const start = at + this.#context.length;
    input.set(this.#context, at);
    if (this.#restBytes === 0) {
      this.#encoding.decode(this.#audio, this.#offset, input, start, this.#frameSamples);
      this.#offset += this.#frameBytes;
    } else {
      this.#fillRest(this.#frameBytes - this.#restBytes);
      this.#encoding.decode(this.#rest, 0, input, start, this.#frameSamples);
      this.#restBytes = 0;
    }
    this.#passedBytes += this.#frameBytes;
    const { length } = this.#context;
    const tail = start + this.#frameSamples - length;
    for (let i = 0; i < length; i++) this.#context[i] = input[tail + i] as number;
    if (!this.ready) this.#keepRest();
  }

  /** Drops the bytes that wait, and `unheard` ones that nobody will look at; they count as sent. The context stays. */
  dropRest(unheard = 0): void {
    this.#passedBytes += this.#restBytes + this.#audio.length - this.#offset + unheard;
    this.#restBytes = 0;
    this.#audio = NOTHING;
    this.#offset = 0;
  }

  /** Zeroes what the next input takes over from the frame before. */
  clearContext(): void {
    this.#context.fill(0);
  }

  /** As new. */
  reset(): void {
    this.dropRest();
    this.clearContext();
    this.#passedBytes = 0;
  }

  /** Copies what is left of the audio, so that its buffer is free. */
  #keepRest(): void {
    this.#fillRest(this.#audio.length - this.#offset);
    this.#audio = NOTHING;
    this.#offset = 0;
  }

  #fillRest(bytes: number): void {
    if (bytes === 0) return;
    if (this.#rest.length === 0) this.#rest = new Uint8Array(this.#frameBytes);
    this.#rest.set(this.#audio.subarray(this.#offset, this.#offset + bytes), this.#restBytes);
    this.#restBytes += bytes;
    this.#offset += bytes;
  }
}
