import { ServerInterceptingCall, type ServerInterceptor } from '@grpc/grpc-js';
import { type StatsResponse, VADServiceService } from '../../../proto/gen/vad.ts';
import { CallError } from '../errors.ts';
import { retryAfterMs } from '../overload.ts';

/** 8 MB of them: a session takes 155 bytes at most. */
const MAX_SESSIONS = 50_000;

type Call = Parameters<ServerInterceptor>[1];

/** Answers to GetStats that are not sent yet: one of 10,000 sessions is large, and stays for as long as its client does not read. */
export class UnreadStats {
  readonly #maxSessions: number;
  #sessions = 0;

  constructor(maxSessions = MAX_SESSIONS) {
    this.#maxSessions = maxSessions;
  }

  /** One alone is always given. @throws CallError overloaded, when an answer of so many sessions would be too much */
  assertRoom(sessions: number): void {
    const unread = this.#sessions + sessions;
    if (this.#sessions === 0 || unread <= this.#maxSessions) return;
    throw new CallError(
      'overloaded',
      `answers to GetStats with ${unread} sessions wait to be read, more than ${this.#maxSessions}; try again later`,
      retryAfterMs(),
    );
  }

  /** Sees answers go and calls end. A handler does not: one that is called after its call's deadline is told of no end. */
  readonly interceptor: ServerInterceptor = ({ path }, call) =>
    path === VADServiceService.getStats.path ? this.#watch(call) : (call as ServerInterceptingCall);

  #watch(call: Call): ServerInterceptingCall {
    let over = false; // an answer may come later still, to nobody: it waited for the model
    let held = 0;
    const onCancel = () => {
      over = true;
      this.#sessions -= held;
    };
    return new ServerInterceptingCall(call, {
      start: next => next({ onCancel }), // so grpc-js calls every end, a good one too, once all is sent
      sendMessage: (answer: StatsResponse, next) => {
        if (!over) held = answer.sessions.length;
        this.#sessions += held;
        next(answer);
      },
    });
  }
}
