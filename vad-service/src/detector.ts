import { type Decision, Decisions } from './decisions.ts';
import { type AudioFormat, Frames } from './frames.ts';
import type { VoiceSettings } from './hysteresis.ts';
import { FRAME_SHAPES, STATE_LENGTH } from './inference.ts';
import type { SpeechSettings } from './speech.ts';

export interface SessionSettings {
  readonly format: AudioFormat;
  readonly voice: VoiceSettings;
  readonly speech: SpeechSettings;
  /** The model's memory is zeroed after each such stretch without a voiced frame; 0 for never. */
  readonly resetAfterSilenceMs: number;
}

/** What is known of one speaker's audio: bytes short of a frame, what the model remembers, what was decided. */
export class Detector {
  /** The model's memory: STATE_LENGTH float32. */
  readonly state = new Float32Array(STATE_LENGTH);
  readonly #frames: Frames;
  readonly #decisions: Decisions;
  readonly #frameSamples: number;
  readonly #resetAfterSamples: number;
  #silentSamples = 0;

  constructor({ format, voice, speech, resetAfterSilenceMs }: SessionSettings) {
    this.#frames = new Frames(format);
    this.#decisions = new Decisions(voice, speech, format.sampleRate);
    this.#frameSamples = FRAME_SHAPES[format.sampleRate].frameSamples;
    this.#resetAfterSamples = resetAfterSilenceMs > 0 ? (resetAfterSilenceMs * format.sampleRate) / 1000 : Infinity;
  }

  /** Takes audio, which must not change until it is heard. Only after what was fed before has been. */
  feed(audio: Uint8Array): void {
    this.#frames.feed(audio);
  }

  /** A whole frame is there. */
  get ready(): boolean {
    return this.#frames.ready;
  }

  /** Writes the next input of the model, context and frame, into `input` from index `at` on. Only when ready. */
  fill(input: Float32Array, at: number): void {
    this.#frames.next(input, at);
  }

  /** Takes the probability of the frame that was filled in last. */
  heard(probability: number): void {
    const end = this.#frames.position;
    const voiced = this.#decisions.heard(probability, end - this.#frameSamples, end);
    this.#silentSamples = voiced ? 0 : this.#silentSamples + this.#frameSamples;
    if (this.#silentSamples >= this.#resetAfterSamples) this.#forget();
  }

  /** Drops audio that is not heard yet. */
  dropRest(): void {
    this.#frames.dropRest();
  }

  /** Ends a VAD cycle, at whose end so many bytes came that nobody looked at. */
  endCycle(unheardBytes: number): void {
    this.#frames.dropRest(unheardBytes);
    this.#decisions.endCycle();
  }

  /** As new. */
  reset(): void {
    this.#frames.reset();
    this.#decisions.reset();
    this.#forget();
  }

  /** What was decided since the last time. */
  take(): Decision {
    return this.#decisions.take();
  }

  /** Zeroes what the model remembers. */
  #forget(): void {
    this.state.fill(0);
    this.#frames.clearContext();
    this.#silentSamples = 0;
  }
}
