/** While all streams together have so many bytes of audio unanswered, each reads on only when it has none. */
const MAX_HELD_BYTES = 16_777_216;

/** Audio of all streams that is not answered yet, and the streams that wait for it to be less. */
export class StreamBudget {
  readonly #waiting = new Set<() => void>();
  readonly #maxHeldBytes: number;
  #heldBytes = 0;

  constructor(maxHeldBytes = MAX_HELD_BYTES) {
    this.#maxHeldBytes = maxHeldBytes;
  }

  get isSpent(): boolean {
    return this.#heldBytes >= this.#maxHeldBytes;
  }

  /** @param readOn called once there is room again, unless forgotten before */
  wait(readOn: () => void): void {
    this.#waiting.add(readOn);
  }

  forget(readOn: () => void): void {
    this.#waiting.delete(readOn);
  }

  /** Adds bytes that came, or takes off (negative) those that are answered. */
  add(bytes: number): void {
    this.#heldBytes += bytes;
    if (this.isSpent || this.#waiting.size === 0) return;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const readOn of waiting) readOn();
  }
}
