const WINDOW_FRAMES = 30;
const WINDOW_MASK = 2 ** WINDOW_FRAMES - 1;

/** When a frame is voice, and how many voiced frames among the last 30 make speech. */
export interface VoiceSettings {
  /** A probability of at least this is voice. */
  readonly threshold: number;
  /** A probability of at most this is not; between the two a frame is as the one before. */
  readonly thresholdLow: number;
  readonly frameWindowThreshold: number;
}

/** Fills in vixio's defaults: 0 means 0.35, 0.15 and 8. Thresholds are rounded to float32, as they are compared. */
export function withDefaults(settings: VoiceSettings): VoiceSettings {
  return {
    threshold: Math.fround(settings.threshold || 0.35),
    thresholdLow: Math.fround(settings.thresholdLow || 0.15),
    frameWindowThreshold: settings.frameWindowThreshold || 8,
  };
}

/** Turns probabilities into the decision "voice in the last 30 frames". */
export class Hysteresis {
  readonly #settings: VoiceSettings;
  /** The newest frame is the lowest bit. */
  #window = 0;

  constructor(settings: VoiceSettings) {
    this.#settings = withDefaults(settings);
  }

  /** Takes the next frame's probability (float32); answers whether enough frames of the window are voice. */
  step(probability: number): boolean {
    this.#window = ((this.#window << 1) | Number(this.#isVoice(probability))) & WINDOW_MASK;
    return countBits(this.#window) >= this.#settings.frameWindowThreshold;
  }

  /** Whether the newest frame was voice. */
  get voiced(): boolean {
    return (this.#window & 1) === 1;
  }

  /** Empties the window; the frame before the next one counts as not voice. */
  clear(): void {
    this.#window = 0;
  }

  #isVoice(probability: number): boolean {
    if (probability >= this.#settings.threshold) return true;
    if (probability <= this.#settings.thresholdLow) return false;
    return this.voiced;
  }
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
