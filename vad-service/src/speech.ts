/** How speech is made of voiced frames; all in milliseconds. */
export interface SpeechSettings {
  readonly minSpeechMs: number;
  readonly minSilenceMs: number;
  readonly prefixPaddingMs: number;
  /** 0 for no limit. */
  readonly maxSpeechMs: number;
}

/** A speech's first sample, or the first after it. */
export interface SpeechEvent {
  readonly type: 'start' | 'end';
  readonly sampleIndex: number;
}

/** Turns voiced and unvoiced frames into speeches that begin and end at a sample. */
export class Speech {
  readonly #minSpeech: number;
  readonly #minSilence: number;
  readonly #padding: number;
  readonly #maxSpeech: number;
  /** Where the voiced frames that may become a speech, or are one, began. */
  #voiceStart: number | undefined;
  #voiceEnd = 0;
  #speaking = false;
  /** No speech reaches back before this sample. */
  #floor = 0;

  constructor(settings: SpeechSettings, sampleRate: number) {
    const samples = (ms: number) => (ms * sampleRate) / 1000;
    this.#minSpeech = samples(settings.minSpeechMs);
    this.#minSilence = samples(settings.minSilenceMs);
    this.#padding = samples(settings.prefixPaddingMs);
    this.#maxSpeech = settings.maxSpeechMs === 0 ? Number.POSITIVE_INFINITY : samples(settings.maxSpeechMs);
  }

  /** Takes the next frame, from sample `start` to before `end`; appends what begins or ends with it. */
  step(voiced: boolean, start: number, end: number, events: SpeechEvent[]): void {
    if (voiced) this.#voice(start, end, events);
    else if (!this.#speaking) this.#voiceStart = undefined;
    else if (end - this.#voiceEnd >= this.#minSilence) this.finish(events);
  }

  /** Ends a speech that goes on, after its last voiced frame. */
  finish(events: SpeechEvent[]): void {
    if (this.#speaking) this.#end(this.#voiceEnd, events);
    this.#voiceStart = undefined;
  }

  /** As new. */
  reset(): void {
    this.#voiceStart = undefined;
    this.#speaking = false;
    this.#floor = 0;
  }

  #voice(start: number, end: number, events: SpeechEvent[]): void {
    this.#voiceStart ??= start;
    this.#voiceEnd = end;
    if (this.#speaking && end - this.#voiceStart > this.#maxSpeech) {
      this.#end(start, events);
      this.#begin(start, start, events);
    } else if (!this.#speaking && end - this.#voiceStart >= this.#minSpeech) {
      this.#begin(this.#voiceStart, Math.max(this.#floor, this.#voiceStart - this.#padding), events);
    }
  }

  #begin(voiceStart: number, sampleIndex: number, events: SpeechEvent[]): void {
    this.#voiceStart = voiceStart;
    this.#speaking = true;
    events.push({ type: 'start', sampleIndex });
  }

  #end(sampleIndex: number, events: SpeechEvent[]): void {
    this.#speaking = false;
    this.#floor = sampleIndex;
    events.push({ type: 'end', sampleIndex });
  }
}
