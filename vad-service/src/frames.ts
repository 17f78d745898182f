import { CONTEXT_SAMPLES, FRAME_SAMPLES, INPUT_SAMPLES } from './inference.ts';

const FRAME_BYTES = FRAME_SAMPLES * 2;

/** Cuts a session's bytes (s16le) into the model's inputs; what is short of a frame waits for more. */
export class Frames {
  readonly #input = new Float32Array(INPUT_SAMPLES);
  readonly #pending = Buffer.alloc(FRAME_BYTES);
  #held = 0;

  /**
   * Yields one input a whole frame: the last 64 samples of the input before it, then 512 new ones, value / 32768.
   * The yielded array is the same each time: use it up before asking for the next.
   */
  *cut(audio: Uint8Array): Generator<Float32Array, void> {
    let offset = 0;
    while (offset < audio.length) {
      const taken = audio.subarray(offset, offset + FRAME_BYTES - this.#held);
      this.#pending.set(taken, this.#held);
      this.#held += taken.length;
      offset += taken.length;
      if (this.#held === FRAME_BYTES) {
        this.#held = 0;
        yield this.#next();
      }
    }
  }

  /** Drops the bytes that wait; the context stays. */
  dropRemainder(): void {
    this.#held = 0;
  }

  /** Drops the bytes that wait and zeroes the context. */
  reset(): void {
    this.#held = 0;
    this.#input.fill(0);
  }

  #next(): Float32Array {
    this.#input.copyWithin(0, FRAME_SAMPLES);
    for (let i = 0; i < FRAME_SAMPLES; i++) {
      this.#input[CONTEXT_SAMPLES + i] = this.#pending.readInt16LE(i * 2) / 32768;
    }
    return this.#input;
  }
}
