import type { Event } from './event.ts';
import { Frames } from './frames.ts';
import { Hysteresis, type Settings } from './hysteresis.ts';
import { type Inference, STATE_LENGTH } from './inference.ts';

/** A Detect's answer, as vixio defines it. */
export interface Decision {
  /** After some frame of this Detect, enough of the last 30 frames were voice. */
  readonly hasVoice: boolean;
  /** hasVoice was true at some time since creation or the last reset. */
  readonly isSpeaking: boolean;
}

/** One speaker's audio: what waits, what the model remembers, what was decided. Work runs strictly in order of arrival. */
export class Session {
  readonly id: string;
  readonly #inference: Inference;
  readonly #frames = new Frames();
  readonly #state = new Float32Array(STATE_LENGTH);
  readonly #hysteresis: Hysteresis;
  readonly #createdAt = performance.now();
  #tail: Promise<unknown> = Promise.resolve();
  #requests = 0;
  #speaking = false;
  #locked = false;

  constructor(id: string, settings: Settings, inference: Inference) {
    this.id = id;
    this.#hysteresis = new Hysteresis(settings);
    this.#inference = inference;
  }

  get requests(): number {
    return this.#requests;
  }

  get ageSeconds(): number {
    return (performance.now() - this.#createdAt) / 1000;
  }

  /** Between START and END. */
  get locked(): boolean {
    return this.#locked;
  }

  /** @param audio s16le bytes at 16 kHz, any number of them; not looked at on END. */
  detect(audio: Uint8Array, event: Event): Promise<Decision> {
    this.#requests += 1;
    return this.#inOrder(() => (event === 'end' ? this.#end() : this.#hear(audio, event)));
  }

  /** Zeroes all but the settings and the count of requests. */
  reset(): Promise<void> {
    return this.#inOrder(() => {
      this.#frames.reset();
      this.#state.fill(0);
      this.#hysteresis.clear();
      this.#speaking = false;
      this.#locked = false;
    });
  }

  async #hear(audio: Uint8Array, event: Event): Promise<Decision> {
    if (event === 'start') this.#locked = true;
    let hasVoice = false;
    for (const input of this.#frames.cut(audio)) {
      const probability = await this.#inference.infer(input, this.#state);
      if (this.#hysteresis.step(probability)) hasVoice = true;
    }
    this.#speaking ||= hasVoice;
    return { hasVoice, isSpeaking: this.#speaking };
  }

  #end(): Decision {
    this.#frames.dropRemainder();
    this.#hysteresis.clear();
    this.#locked = false;
    return { hasVoice: false, isSpeaking: this.#speaking };
  }

  #inOrder<T>(work: () => T | Promise<T>): Promise<T> {
    const done = this.#tail.then(work);
    this.#tail = done.catch(() => undefined); // the caller hears of a failure; the next in line goes on
    return done;
  }
}
