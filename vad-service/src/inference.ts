/** Samples a second that the model knows. */
export type SampleRate = 8000 | 16_000;

/** What the model sees of a session at once: the end of the frame before, then the frame itself, 32 ms of audio. */
export interface FrameShape {
  readonly contextSamples: number;
  readonly frameSamples: number;
}

export const FRAME_SHAPES: Readonly<Record<SampleRate, FrameShape>> = {
  8000: { contextSamples: 32, frameSamples: 256 },
  16000: { contextSamples: 64, frameSamples: 512 },
};

/** Samples of a model input, context and frame, at a rate. */
export const inputSamples = (rate: SampleRate): number =>
  FRAME_SHAPES[rate].contextSamples + FRAME_SHAPES[rate].frameSamples;

/** The model's memory of one session: an LSTM's two layers, flat. */
export const STATE_LAYERS = 2;
export const LAYER_LENGTH = 128;
export const STATE_LENGTH = STATE_LAYERS * LAYER_LENGTH;

/** Frames in a run; more gain nothing and make everybody wait longer. */
export const MAX_BATCH = 32;

/** Where a run finds its inputs and leaves its results, all float32; n is the number of frames in the run. */
export interface BatchMemory {
  /** [n, inputSamples] */
  readonly input: Float32Array;
  /** [2, n, 128] */
  readonly state: Float32Array;
  /** [n] */
  readonly probability: Float32Array;
  /** [2, n, 128] */
  readonly nextState: Float32Array;
}

/** The model, wherever it runs. One run at a time; `memory` belongs to the run until it settles. */
export interface Inference {
  readonly memory: BatchMemory;
  /**
   * Runs the first `frames` (1 to MAX_BATCH) of the memory's inputs. Results are the same at every batch size, bit by bit.
   * @returns seconds that the model computed
   */
  run(rate: SampleRate, frames: number): Promise<number>;
}

/** A batch's memory on buffers made by `allocate` (bytes → buffer). */
export function batchMemory(allocate: (bytes: number) => ArrayBufferLike): BatchMemory {
  const floats = (length: number) => new Float32Array(allocate(MAX_BATCH * length * 4));
  return {
    input: floats(inputSamples(16_000)),
    state: floats(STATE_LENGTH),
    probability: floats(1),
    nextState: floats(STATE_LENGTH),
  };
}
