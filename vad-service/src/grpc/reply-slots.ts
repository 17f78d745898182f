import type { DetectResponse } from '../../../proto/gen/vad.ts';
import type { StreamBudget } from './stream-budget.ts';

/** No more is read of a stream while so many of its requests, or bytes of audio, are unanswered: HTTP/2 makes its sender wait. */
const MAX_UNANSWERED = 32;
const MAX_UNANSWERED_BYTES = 65_536;

/** A request's place in the order of replies, empty until it is answered. */
export interface Slot {
  readonly bytes: number;
  reply?: DetectResponse;
  error?: Error;
}

/** A stream's requests that are unanswered, in the order in which they were sent. */
export class ReplySlots {
  readonly #budget: StreamBudget;
  readonly #slots: Slot[] = [];
  #bytes = 0;

  /** @param budget in which their audio is counted */
  constructor(budget: StreamBudget) {
    this.#budget = budget;
  }

  get head(): Slot | undefined {
    return this.#slots[0];
  }

  get isFull(): boolean {
    return this.#slots.length >= MAX_UNANSWERED || this.#bytes >= MAX_UNANSWERED_BYTES;
  }

  /** Reading on pays only from here on: to pause and resume costs as much as a request. */
  get isHalfFull(): boolean {
    return this.#slots.length > MAX_UNANSWERED / 2 || this.#bytes > MAX_UNANSWERED_BYTES / 2;
  }

  /** All streams together have too much, and this one has a part in it. */
  get isOverBudget(): boolean {
    return this.#bytes > 0 && this.#budget.isSpent;
  }

  push(slot: Slot): void {
    this.#slots.push(slot);
    this.#hold(slot.bytes);
  }

  /** Takes off the head. */
  shift(): void {
    const slot = this.#slots.shift() as Slot;
    this.#hold(-slot.bytes);
  }

  /** Nobody will be answered any more. */
  clear(): void {
    this.#slots.length = 0;
    this.#hold(-this.#bytes);
  }

  #hold(bytes: number): void {
    this.#bytes += bytes;
    this.#budget.add(bytes);
  }
}
