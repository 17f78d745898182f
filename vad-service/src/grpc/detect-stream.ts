import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { DetectRequest, DetectResponse } from '../../../proto/gen/vad.ts';
import { CallError } from '../errors.ts';
import { parseEvent } from '../event.ts';
import type { SessionStore } from '../session-store.ts';
import type { CallWatch } from './call-end.ts';
import { readAhead } from './read-ahead.ts';
import { toReply } from './reply.ts';
import { ReplySlots, type Slot } from './reply-slots.ts';
import { toStatus } from './status.ts';
import type { StreamBudget } from './stream-budget.ts';

export type Call = ServerDuplexStream<DetectRequest, DetectResponse>;

/** Detects on one call, answered in the order in which they were sent. */
export class DetectStream {
  readonly #call: Call;
  readonly #store: SessionStore;
  readonly #budget: StreamBudget;
  readonly #watch: CallWatch;
  readonly #closed: (error?: Error) => void;
  readonly #readOn = () => this.#readOrWait();
  readonly #slots: ReplySlots;
  #paused = false;
  #clogged = false;
  #half = false;
  #over = false;

  constructor(
    call: Call,
    store: SessionStore,
    budget: StreamBudget,
    watch: CallWatch,
    closed: (error?: Error) => void,
  ) {
    this.#call = call;
    this.#store = store;
    this.#budget = budget;
    this.#slots = new ReplySlots(budget);
    this.#watch = watch;
    this.#closed = closed;
    readAhead(call, 1);
    call.on('data', (request: DetectRequest) => this.#take(request));
    call.on('end', () => {
      this.#half = true;
      this.#flush();
    });
    call.on('drain', () => {
      this.#clogged = false;
      this.#readOrWait();
    });
    call.on('cancelled', () => this.#close(wentAway()));
    call.on('error', () => undefined); // it is our own: emitting one is how a status is sent
  }

  get peer(): string {
    return this.#call.getPeer();
  }

  /** Answers what has been sent so far, then sends the client elsewhere. */
  leave(): void {
    this.#refuse(new CallError('draining', 'the service is stopping; open a new stream'));
  }

  #take(request: DetectRequest): void {
    if (this.#half || this.#over) return;
    const { sessionId, audioData, event } = request;
    const slot: Slot = { bytes: audioData.length };
    const began = performance.now();
    try {
      const parsed = parseEvent(event);
      const session = this.#store.get(sessionId);
      this.#slots.push(slot);
      session.detect(audioData, parsed, (error, decision) => {
        this.#watch.detectDone((performance.now() - began) / 1000);
        if (decision) slot.reply = toReply(sessionId, decision);
        else slot.error = error ?? new Error('no decision');
        this.#flush();
      });
    } catch (error) {
      this.#refuse(error as Error);
    }
    this.#readOrWait();
  }

  /** Takes nothing more; the error goes out once what came before is answered. */
  #refuse(error: Error): void {
    if (this.#half || this.#over) return;
    this.#half = true;
    this.#slots.push({ bytes: 0, error });
    this.#flush();
  }

  /** Sends the replies that are due, in order. */
  #flush(): void {
    for (let { head } = this.#slots; head && !this.#over; head = this.#slots.head) {
      if (head.error) {
        this.#fail(head.error);
        return;
      }
      if (!head.reply) break;
      this.#slots.shift();
      if (!this.#call.write(head.reply)) this.#clogged = true;
    }
    if (this.#half && !this.#slots.head && !this.#over) {
      this.#call.end();
      this.#close();
    }
    this.#readOrWait();
  }

  #fail(error: Error): void {
    this.#call.emit('error', toStatus(error));
    this.#close(error);
  }

  #close(error?: Error): void {
    if (this.#over) return;
    this.#over = true;
    this.#budget.forget(this.#readOn);
    this.#slots.clear();
    this.#closed(error);
  }

  #readOrWait(): void {
    const { isFull, isHalfFull, isOverBudget } = this.#slots;
    const wait = ((this.#paused ? isHalfFull : isFull) || isOverBudget || this.#clogged) && !this.#over;
    if (isOverBudget && !this.#over) this.#budget.wait(this.#readOn);
    if (wait === this.#paused) return;
    this.#paused = wait;
    if (wait) this.#call.pause();
    else this.#call.resume();
  }
}

export const wentAway = () => new CallError('cancelled', 'the client went away');
