/**
 * Locks a session from START to END. The lock is a lease: audio renews it, and it runs out when none has come for so
 * long, so that a client that vanished mid-sentence does not hold its session for ever.
 */
export class CycleLock {
  readonly #leaseMs: number;
  #until = Number.NEGATIVE_INFINITY;
  #taken = false;

  constructor(leaseMs: number) {
    this.#leaseMs = leaseMs;
  }

  /** Takes the lock, or renews it; answers whether it was held already. */
  take(now: number): boolean {
    const held = this.isHeld(now);
    this.#taken = true;
    this.#until = now + this.#leaseMs;
    return held;
  }

  /** Audio came: a lock that is held is held for a whole lease again. */
  renew(now: number): void {
    if (this.isHeld(now)) this.#until = now + this.#leaseMs;
  }

  release(): void {
    this.#taken = false;
  }

  isHeld(now: number): boolean {
    return this.#taken && now < this.#until;
  }

  /** Releases the lock if its lease has run out; answers whether it did. */
  expire(now: number): boolean {
    const ranOut = this.#taken && now >= this.#until;
    if (ranOut) this.#taken = false;
    return ranOut;
  }
}
