import type { Batch, BatchWatch } from '../src/batch.ts';
import { type BatchMemory, batchMemory, type Inference, inputSamples, type SampleRate } from '../src/inference.ts';
import type { Seat } from '../src/seat.ts';

const LAYER = 128;

/** A run as the model sees it; an entry a frame. */
export interface Run {
  readonly rate: SampleRate;
  readonly newestSamples: readonly number[];
  /** The first of the context. */
  readonly oldestSamples: readonly number[];
  /** How many frames each one's state has heard, this one included. */
  readonly heard: readonly number[];
}

/** A frame's probability from its newest sample and the number of frames that its state has heard, itself included. */
export type Answer = (newest: number, heard: number, sumBefore: number) => number;

/** A model of which a test can foretell everything: one layer of the state counts frames, the other adds up samples. */
export class FakeInference implements Inference {
  readonly memory: BatchMemory = batchMemory(bytes => new ArrayBuffer(bytes));
  readonly runs: Run[] = [];
  readonly #answer: Answer;
  readonly #pace: () => Promise<unknown>;

  /** @param pace settles when a run may end; a run whose pace rejects fails. */
  constructor(answer: Answer = newest => newest, pace: () => Promise<unknown> = async () => undefined) {
    this.#answer = answer;
    this.#pace = pace;
  }

  async run(rate: SampleRate, frames: number): Promise<number> {
    const { input, state, probability, nextState } = this.memory;
    const length = inputSamples(rate);
    const oldestSamples = Array.from({ length: frames }, (_, i) => input[i * length] as number);
    const newestSamples = oldestSamples.map((_, i) => input[(i + 1) * length - 1] as number);
    const heard = newestSamples.map((_, i) => (state[i * LAYER] as number) + 1);
    const sums = newestSamples.map((_, i) => state[(frames + i) * LAYER] as number);
    this.runs.push({ rate, newestSamples, oldestSamples, heard });
    const began = performance.now();
    await this.#pace();
    const seconds = (performance.now() - began) / 1000;
    for (const [i, newest] of newestSamples.entries()) {
      probability[i] = this.#answer(newest, heard[i] as number, sums[i] as number);
      nextState[i * LAYER] = heard[i] as number;
      nextState[(frames + i) * LAYER] = (sums[i] as number) + newest;
    }
    return seconds;
  }
}

export const UNWATCHED: BatchWatch = { ran: () => undefined, waited: () => undefined };

export const seatAt = (batch: Batch, leaseMs = 30_000): Seat => ({
  batch,
  leaseMs,
  renewed: () => undefined,
  leaseExpired: () => undefined,
});
