import type { Batch } from './batch.ts';
import type { SessionSettings } from './detector.ts';
import { CallError, quotable } from './errors.ts';
import type { Event } from './event.ts';
import type { Done } from './job.ts';
import { assertRoomForAudio, assertRoomForSession, CALL_BYTES, type OverloadLimits, retryAfterMs } from './overload.ts';
import type { Seat } from './seat.ts';
import { Session } from './session.ts';

export interface StoreLimits extends OverloadLimits {
  readonly maxSessions: number;
  readonly idleMs: number;
  readonly leaseMs: number;
}

/** Hears what becomes of sessions. */
export interface StoreWatch {
  sessionExpired(): void;
  leaseExpired(): void;
  startRenewed(): void;
}

const MAX_ID_BYTES = 128;

/** The sessions of this process, by id. */
export class SessionStore {
  readonly #sessions = new Map<string, Session>();
  readonly #seats: readonly Seat[];
  readonly #limits: StoreLimits;
  readonly #watch: StoreWatch;
  #seated = 0;
  #requestsOfGone = 0;

  /** @param batches one for each thread that runs the model; a session stays with one of them. */
  constructor(batches: readonly Batch[], limits: StoreLimits, watch: StoreWatch) {
    this.#limits = limits;
    this.#watch = watch;
    const renewed = () => watch.startRenewed();
    const leaseExpired = () => watch.leaseExpired();
    this.#seats = batches.map(batch => ({ batch, leaseMs: limits.leaseMs, renewed, leaseExpired }));
  }

  /** Makes a session, or replaces the one of the same id. @throws CallError */
  create(id: string, settings: SessionSettings): void {
    const bytes = Buffer.byteLength(id);
    if (bytes > MAX_ID_BYTES) {
      throw new CallError('bad-session-id', `session_id is ${bytes} bytes long; at most ${MAX_ID_BYTES} are allowed`);
    }
    if (!this.#sessions.has(id)) this.#assertPlace();
    const seat = this.#leastBurdened();
    if (!this.#sessions.has(id)) assertRoomForSession(seat.batch, this.#limits);
    this.destroy(id);
    this.#seated += 1;
    this.#sessions.set(id, new Session(id, settings, seat));
  }

  /** Feeds audio to a session. @throws CallError, and then the audio was not taken */
  detect(id: string, audio: Uint8Array, event: Event, done: Done): void {
    const session = this.get(id);
    const { batch } = session;
    const bytes = CALL_BYTES + (event === 'end' ? 0 : audio.length);
    if (event !== 'end') {
      const waitMs = Math.max(batch.waitMs, session.waitMs);
      assertRoomForAudio({ waitMs, heldBytes: batch.heldBytes + bytes }, this.#limits);
    }
    session.detect(audio, event, done, bytes);
  }

  /** @throws CallError unknown-session */
  get(id: string): Session {
    const session = this.#sessions.get(id);
    if (!session)
      throw new CallError('unknown-session', `Session ${quotable(id)} not found. Call CreateSession first.`);
    return session;
  }

  /** Forgets a session; an unknown id is fine. */
  destroy(id: string): void {
    const session = this.#sessions.get(id);
    if (!session) return;
    session.expireLock(performance.now());
    this.#requestsOfGone += session.requests;
    this.#sessions.delete(id);
  }

  /** Releases locks whose lease has run out, and forgets sessions that nobody has used for long. */
  sweep(now = performance.now()): void {
    for (const session of this.#sessions.values()) {
      session.expireLock(now);
      if (!session.isIdle(now, this.#limits.idleMs)) continue;
      this.destroy(session.id);
      this.#watch.sessionExpired();
    }
  }

  sessions(): Session[] {
    return [...this.#sessions.values()];
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Detects that reached a session since the process began, sessions gone included. */
  get totalRequests(): number {
    return this.sessions().reduce((sum, session) => sum + session.requests, this.#requestsOfGone);
  }

  #assertPlace(): void {
    if (this.#sessions.size < this.#limits.maxSessions) return;
    throw new CallError(
      'too-many-sessions',
      `${this.#limits.maxSessions} sessions live here already (VAD_MAX_SESSIONS); destroy some or try again later`,
      retryAfterMs(),
    );
  }

  /** The seats in turn, but the one whose line is shortest where the next one's is longer. */
  #leastBurdened(): Seat {
    const next = this.#seats[this.#seated % this.#seats.length] as Seat;
    return this.#seats.reduce((best, seat) => (seat.batch.waitMs < best.batch.waitMs ? seat : best), next);
  }
}
