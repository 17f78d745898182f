import { setImmediate } from 'node:timers/promises';
import { Gathering } from './gathering.ts';
import { type Inference, inputSamples, LAYER_LENGTH, MAX_BATCH, type SampleRate, STATE_LAYERS } from './inference.ts';

const SAMPLE_RATES: readonly SampleRate[] = [8000, 16_000];

/** A session that has a frame ready. */
export interface Member {
  readonly sampleRate: SampleRate;
  /** STATE_LENGTH float32: fed to the model, and replaced by what the model makes of it. */
  readonly state: Float32Array;
  /** Writes the next input, context and frame, into `input` from index `at` on. */
  fill(input: Float32Array, at: number): void;
  /** Takes the frame's probability; `state` is the next one already. It may add itself again. */
  heard(probability: number): void;
  /** The run failed; `state` is untouched. */
  failed(error: Error): void;
}

/** Hears what batches are like. */
export interface BatchWatch {
  ran(frames: number, seconds: number): void;
  waited(seconds: number): void;
}

interface Waiting {
  readonly member: Member;
  readonly since: number;
}

/**
 * Gathers frames of many sessions into one run of the model: whatever has come since the run before, at most MAX_BATCH, and
 * never two of one session, since a session adds itself again only after its frame was heard. A frame that comes when
 * nothing has run for `gatherMs` runs at once, and so does a full batch; others wait for that time, since small runs cost
 * three times as much a frame. Audio that was there already, the rest of a long Detect, waits for nothing.
 */
export class Batch {
  readonly #inference: Inference;
  readonly #watch: BatchWatch;
  readonly #queues: Readonly<Record<SampleRate, Waiting[]>> = { 8000: [], 16000: [] };
  readonly #gathering: Gathering;
  #running = false;
  /** While frames are heard: who adds itself then has had its next frame for some time. */
  #hearing = false;
  /** Memory of the calls that wait for their audio to be heard. */
  heldBytes = 0;

  /** @param gatherMs shortest time from the beginning of one run to the next that is not full. */
  constructor(inference: Inference, watch: BatchWatch, gatherMs = 0) {
    this.#inference = inference;
    this.#watch = watch;
    this.#gathering = new Gathering(gatherMs);
  }

  /** Puts a session in line for the next run. */
  add(member: Member): void {
    const queue = this.#queues[member.sampleRate];
    queue.push({ member, since: performance.now() });
    if (this.#hearing || queue.length >= MAX_BATCH) this.#gathering.hurry(member.sampleRate);
    if (this.#running) return;
    this.#running = true;
    void this.#runAll();
  }

  /** How long the frame at the head of the line has been waiting for others than those it gathers with. */
  get waitMs(): number {
    const head = this.#next()?.[0];
    return head ? Math.max(0, performance.now() - head.since - this.#gathering.ms) : 0;
  }

  async #runAll(): Promise<void> {
    do {
      if (!this.#gathering.isOver) await this.#gathering.end();
      await setImmediate(); // frames that have come to the socket meanwhile join in
      const queue = this.#next();
      if (queue) await this.#run(queue.splice(0, MAX_BATCH));
    } while (this.#next());
    this.#running = false;
  }

  /** The line whose head has waited longest, if any. */
  #next(): Waiting[] | undefined {
    const [narrow, wide] = [this.#queues[8000], this.#queues[16000]];
    if (!narrow[0] || !wide[0]) return narrow[0] ? narrow : wide[0] && wide;
    return narrow[0].since < wide[0].since ? narrow : wide;
  }

  async #run(batch: readonly Waiting[]): Promise<void> {
    const rate = (batch[0] as Waiting).member.sampleRate;
    this.#gathering.began(rate);
    this.#gather(batch, inputSamples(rate));
    const seconds = await this.#inference.run(rate, batch.length).catch(toError);
    this.#hearing = true;
    if (seconds instanceof Error) {
      for (const { member } of batch) member.failed(seconds);
    } else {
      this.#watch.ran(batch.length, seconds);
      this.#scatter(batch);
    }
    this.#hearing = false;
    for (const each of SAMPLE_RATES) if (this.#queues[each].length >= MAX_BATCH) this.#gathering.hurry(each);
  }

  #gather(batch: readonly Waiting[], length: number): void {
    const { input, state } = this.#inference.memory;
    const now = performance.now();
    for (let i = 0; i < batch.length; i++) {
      const { member, since } = batch[i] as Waiting;
      this.#watch.waited((now - since) / 1000);
      member.fill(input, i * length);
      for (let layer = 0; layer < STATE_LAYERS; layer++) {
        copyLayer(member.state, layer * LAYER_LENGTH, state, (layer * batch.length + i) * LAYER_LENGTH);
      }
    }
  }

  #scatter(batch: readonly Waiting[]): void {
    const { probability, nextState } = this.#inference.memory;
    for (let i = 0; i < batch.length; i++) {
      const { member } = batch[i] as Waiting;
      for (let layer = 0; layer < STATE_LAYERS; layer++) {
        copyLayer(nextState, (layer * batch.length + i) * LAYER_LENGTH, member.state, layer * LAYER_LENGTH);
      }
      member.heard(probability[i] as number);
    }
  }
}

const toError = (reason: unknown) => (reason instanceof Error ? reason : new Error(String(reason)));

/** By hand: a view for `set` would be garbage, four of them a frame. */
function copyLayer(from: Float32Array, at: number, to: Float32Array, toAt: number): void {
  for (let i = 0; i < LAYER_LENGTH; i++) to[toAt + i] = from[at + i] as number;
}
