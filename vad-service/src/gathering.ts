import type { SampleRate } from './inference.ts';

/**
 * Keeps runs of the model apart by a least time, so that frames gather into larger ones: alone a frame costs three times what
 * it costs among many. What comes when nothing has run for that time waits for nothing.
 */
export class Gathering {
  /** From the beginning of one run to the beginning of the next. */
  readonly ms: number;
  #ranAt = Number.NEGATIVE_INFINITY;
  /** The rates whose next run is to wait for nothing. */
  readonly #hurried = new Set<SampleRate>();
  #end: () => void = () => undefined;

  constructor(ms: number) {
    this.ms = ms;
  }

  /** A run of a rate begins. */
  began(rate: SampleRate): void {
    this.#ranAt = performance.now();
    this.#hurried.delete(rate);
  }

  /** Lets runs begin now, until one of this rate has. */
  hurry(rate: SampleRate): void {
    this.#hurried.add(rate);
    this.#end();
  }

  /** The next run may begin now. */
  get isOver(): boolean {
    return this.#hurried.size > 0 || this.#restMs <= 0;
  }

  /** Resolves when it is over. */
  async end(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#end = resolve;
    const timer = setTimeout(resolve, Math.max(this.#restMs, 1));
    await promise;
    clearTimeout(timer);
  }

  get #restMs(): number {
    return this.#ranAt + this.ms - performance.now();
  }
}
