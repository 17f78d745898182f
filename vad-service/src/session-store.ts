import { CallError } from './errors.ts';
import type { Settings } from './hysteresis.ts';
import type { Inference } from './inference.ts';
import { Session } from './session.ts';

/** The sessions of this process, by id. */
export class SessionStore {
  readonly #sessions = new Map<string, Session>();
  readonly #inference: Inference;
  readonly #maxSessions: number;
  #requestsOfGone = 0;

  constructor(inference: Inference, maxSessions: number) {
    this.#inference = inference;
    this.#maxSessions = maxSessions;
  }

  /** Makes a session, or replaces the one of the same id. */
  create(id: string, settings: Settings): void {
    if (!this.#sessions.has(id) && this.#sessions.size >= this.#maxSessions) {
      throw new CallError(
        'too-many-sessions',
        `${this.#maxSessions} sessions live here already (VAD_MAX_SESSIONS); destroy some or try again later`,
      );
    }
    this.destroy(id);
    this.#sessions.set(id, new Session(id, settings, this.#inference));
  }

  /** @throws CallError unknown-session */
  get(id: string): Session {
    const session = this.#sessions.get(id);
    if (!session) throw new CallError('unknown-session', `Session ${id} not found. Call CreateSession first.`);
    return session;
  }

  /** Forgets a session; an unknown id is fine. */
  destroy(id: string): void {
    this.#requestsOfGone += this.#sessions.get(id)?.requests ?? 0;
    this.#sessions.delete(id);
  }

  sessions(): Session[] {
    return [...this.#sessions.values()];
  }

  /** Detects that reached a session since the process began, sessions gone included. */
  get totalRequests(): number {
    return this.sessions().reduce((sum, session) => sum + session.requests, this.#requestsOfGone);
  }
}
