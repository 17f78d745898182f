/** The service's defaults: has_voice means that at least 8 of the last 30 frames of 32 ms were voice. */
export const FRAME_MS = 32;
export const WINDOW_FRAMES = 30;
const VOICED_FRAMES = 8;

/** In frames; the end is not part of it. */
export interface Segment {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds where speech was from one has_voice a frame, which comes late: it turns on at the 8th voiced frame, and off when
 * the 8th last one leaves the window.
 */
export class Speech {
  readonly #closed: Segment[] = [];
  #turnedOn: number | undefined;
  #frames = 0;

  /** Takes the answer to the next frame. */
  push(hasVoice: boolean): void {
    const frame = this.#frames++;
    if (hasVoice) this.#turnedOn ??= frame;
    else if (this.#turnedOn !== undefined) this.#close(this.#turnedOn, frame);
  }

  /** Whether no later answer can change what is known about this frame. */
  decided(frame: number): boolean {
    return frame + WINDOW_FRAMES < this.#frames;
  }

  isSpeech(frame: number): boolean {
    return this.segments(Number.POSITIVE_INFINITY).some(({ start, end }) => start <= frame && frame < end);
  }

  /** All speech within the first `frames` frames; what is still going on lasts to their end. */
  segments(frames: number): Segment[] {
    const open = this.#turnedOn === undefined ? [] : [{ start: firstVoiced(this.#turnedOn), end: frames }];
    return [...this.#closed, ...open].filter(({ start }) => start < frames).reduce(joined(frames), []);
  }

  #close(on: number, off: number): void {
    // For certain voiced: `on`, which raised the count to 8, and the frame that left the window at `off`.
    const start = Math.min(firstVoiced(on), off - WINDOW_FRAMES);
    const end = Math.max(off - (WINDOW_FRAMES - VOICED_FRAMES), on + 1);
    this.#closed.push({ start, end });
    this.#turnedOn = undefined;
  }
}

/** Adds a segment, cut at `frames`, to those before it, or lengthens the last one where the two touch. */
function joined(frames: number) {
  return (before: Segment[], { start, end }: Segment): Segment[] => {
    const last = before.at(-1);
    const cut = Math.min(end, frames);
    if (!last || start > last.end) return [...before, { start, end: cut }];
    return [...before.slice(0, -1), { start: last.start, end: cut }]; // a later one begins later and ends later
  };
}

function firstVoiced(on: number): number {
  return Math.max(0, on - (VOICED_FRAMES - 1));
}
