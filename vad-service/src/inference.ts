/** Samples that the model sees: 64 of context and the frame's 512, as float32 in [-1, 1). */
export const CONTEXT_SAMPLES = 64;
export const FRAME_SAMPLES = 512;
export const INPUT_SAMPLES = CONTEXT_SAMPLES + FRAME_SAMPLES;

/** The model's memory of one session: an LSTM's two layers of 128 float32, flat. */
export const STATE_LENGTH = 2 * 128;

/** One frame in, its speech probability out. The model is one; whatever gathers frames into batches is another. */
export interface Inference {
  /**
   * @param input INPUT_SAMPLES float32; must not change until the promise settles.
   * @param state STATE_LENGTH float32; holds the next state once the promise resolves, and is untouched if it rejects.
   * @returns the probability in [0, 1], exact in float32.
   */
  infer(input: Float32Array, state: Float32Array): Promise<number>;
}
