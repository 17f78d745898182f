import { Hysteresis, type VoiceSettings } from './hysteresis.ts';
import { Speech, type SpeechEvent, type SpeechSettings } from './speech.ts';

/** A Detect's answer. The first two are as vixio defines them. */
export interface Decision {
  /** After some frame of this Detect, enough of the last 30 frames were voice. */
  readonly hasVoice: boolean;
  /** hasVoice was true at some time since creation or the last reset. */
  readonly isSpeaking: boolean;
  /** The newest frame's, 0 before the first. */
  readonly probability: number;
  /** Since creation or the last reset. */
  readonly framesProcessed: number;
  /** What began or ended in this Detect. */
  readonly speechEvents: readonly SpeechEvent[];
}

const NONE: readonly SpeechEvent[] = [];

/** What a session's probabilities mean, gathered until a Detect takes it. */
export class Decisions {
  readonly #hysteresis: Hysteresis;
  readonly #speech: Speech;
  #hasVoice = false;
  #isSpeaking = false;
  #probability = 0;
  #framesProcessed = 0;
  #speechEvents: SpeechEvent[] = [];

  constructor(voice: VoiceSettings, speech: SpeechSettings, sampleRate: number) {
    this.#hysteresis = new Hysteresis(voice);
    this.#speech = new Speech(speech, sampleRate);
  }

  /** Takes the probability of the frame from sample `start` to before `end`; answers whether the frame is voice. */
  heard(probability: number, start: number, end: number): boolean {
    this.#probability = probability;
    this.#framesProcessed += 1;
    if (this.#hysteresis.step(probability)) {
      this.#hasVoice = true;
      this.#isSpeaking = true;
    }
    this.#speech.step(this.#hysteresis.voiced, start, end, this.#speechEvents);
    return this.#hysteresis.voiced;
  }

  /** Ends a VAD cycle: an open speech ends, the window is emptied. */
  endCycle(): void {
    this.#hysteresis.clear();
    this.#speech.finish(this.#speechEvents);
  }

  /** As new. */
  reset(): void {
    this.#hysteresis.clear();
    this.#speech.reset();
    this.#isSpeaking = false;
    this.#probability = 0;
    this.#framesProcessed = 0;
    this.take();
  }

  /** What came to pass since the last time. */
  take(): Decision {
    const speechEvents = this.#speechEvents.length > 0 ? this.#speechEvents : NONE;
    const decision = {
      hasVoice: this.#hasVoice,
      isSpeaking: this.#isSpeaking,
      probability: this.#probability,
      framesProcessed: this.#framesProcessed,
      speechEvents,
    };
    this.#hasVoice = false;
    if (speechEvents !== NONE) this.#speechEvents = [];
    return decision;
  }
}
