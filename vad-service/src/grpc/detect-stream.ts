import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { DetectRequest, DetectResponse } from '../../../proto/gen/vad.ts';
import { CallError } from '../errors.ts';
import { parseEvent } from '../event.ts';
import type { SessionStore } from '../session-store.ts';
import type { Logger } from '../telemetry.ts';
import { type CallWatch, endCall } from './call-end.ts';
import { readAhead } from './read-ahead.ts';
import { toReply } from './reply.ts';
import { toStatus } from './status.ts';
import { StreamBudget } from './stream-budget.ts';

type Call = ServerDuplexStream<DetectRequest, DetectResponse>;

/** No more is read of a stream while so many of its requests, or bytes of audio, are unanswered: HTTP/2 makes its sender wait. */
const MAX_UNANSWERED = 32;
const MAX_UNANSWERED_BYTES = 65_536;

/** A request's place in the order of replies, empty until it is answered. */
interface Slot {
  readonly bytes: number;
  reply?: DetectResponse;
  error?: Error;
}

/** The open DetectStreams. */
export class DetectStreams {
  readonly #open = new Set<DetectStream>();
  readonly #budget = new StreamBudget();
  readonly #watch: CallWatch;
  readonly #log: Logger;

  constructor(watch: CallWatch, log: Logger) {
    this.#watch = watch;
    this.#log = log;
  }

  get size(): number {
    return this.#open.size;
  }

  serve(call: Call, store: SessionStore): void {
    const ended = (error?: Error) => void endCall(this.#watch, this.#log, 'DetectStream', error);
    if (call.cancelled) {
      ended(wentAway()); // while the store was being made: no event will tell
      return;
    }
    const stream = new DetectStream(call, store, this.#budget, this.#watch, error => {
      this.#open.delete(stream);
      ended(error);
    });
    this.#open.add(stream);
  }

  /** Ends the streams of a connection that was told to go, after what they have sent so far is answered. */
  endFor(peer: string): void {
    for (const stream of this.#open) if (stream.peer === peer) stream.leave();
  }
}

/** Detects on one call, answered in the order in which they were sent. */
class DetectStream {
  readonly #call: Call;
  readonly #store: SessionStore;
  readonly #budget: StreamBudget;
  readonly #watch: CallWatch;
  readonly #closed: (error?: Error) => void;
  readonly #readOn = () => this.#readOrWait();
  readonly #slots: Slot[] = [];
  #unansweredBytes = 0;
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
      this.#hold(slot.bytes);
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
    for (let head = this.#slots[0]; head && !this.#over; head = this.#slots[0]) {
      if (head.error) {
        this.#fail(head.error);
        return;
      }
      if (!head.reply) break;
      this.#slots.shift();
      this.#hold(-head.bytes);
      if (!this.#call.write(head.reply)) this.#clogged = true;
    }
    if (this.#half && this.#slots.length === 0 && !this.#over) {
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
    this.#hold(-this.#unansweredBytes);
    this.#closed(error);
  }

  #hold(bytes: number): void {
    this.#unansweredBytes += bytes;
    this.#budget.add(bytes);
  }

  #readOrWait(): void {
    const full = this.#slots.length >= MAX_UNANSWERED || this.#unansweredBytes >= MAX_UNANSWERED_BYTES;
    const poor = this.#unansweredBytes > 0 && this.#budget.isSpent;
    const wait = (full || poor || this.#clogged) && !this.#over;
    if (poor && !this.#over) this.#budget.wait(this.#readOn);
    if (wait === this.#paused) return;
    this.#paused = wait;
    if (wait) this.#call.pause();
    else this.#call.resume();
  }
}

const wentAway = () => new CallError('cancelled', 'the client went away');
