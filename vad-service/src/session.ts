import type { Batch, Member } from './batch.ts';
import { CycleLock } from './cycle-lock.ts';
import { Detector, type SessionSettings } from './detector.ts';
import type { Event } from './event.ts';
import type { SampleRate } from './inference.ts';
import { compact, type Done, type Job } from './job.ts';
import type { Seat } from './seat.ts';

const NOTHING = new Uint8Array(0);

/** A detector, and what is asked of it: work runs strictly in order of arrival. */
export class Session implements Member {
  readonly id: string;
  readonly sampleRate: SampleRate;
  readonly state: Float32Array;
  readonly #seat: Seat;
  readonly #detector: Detector;
  readonly #lock: CycleLock;
  readonly #createdAt = performance.now();
  #usedAt = this.#createdAt;
  /** The first is being worked on. */
  readonly #jobs: Job[] = [];
  #inBatch = false;
  #requests = 0;

  constructor(id: string, settings: SessionSettings, seat: Seat) {
    this.id = id;
    this.sampleRate = settings.format.sampleRate;
    this.#seat = seat;
    this.#detector = new Detector(settings);
    this.state = this.#detector.state;
    this.#lock = new CycleLock(seat.leaseMs);
  }

  get requests(): number {
    return this.#requests;
  }

  get ageSeconds(): number {
    return (performance.now() - this.#createdAt) / 1000;
  }

  /** Between START and END, as long as the lease lasts. */
  get locked(): boolean {
    return this.#lock.isHeld(performance.now());
  }

  /** Where its frames are gathered. */
  get batch(): Batch {
    return this.#seat.batch;
  }

  /** How long its oldest call has been waiting for its answer. */
  get waitMs(): number {
    const oldest = this.#jobs[0];
    return oldest ? performance.now() - oldest.arrivedAt : 0;
  }

  /**
   * @param audio bytes in the session's format, any number of them; not looked at on END.
   * @param heldBytes memory that the call takes while it waits, where the batch is to count it.
   */
  detect(audio: Uint8Array, event: Event, done: Done, heldBytes = 0): void {
    this.#requests += 1;
    const heard = event === 'end' ? NOTHING : compact(audio);
    this.#take(event, heard, audio.length - heard.length, heldBytes, done);
  }

  /** Zeroes all but the settings and the count of requests. */
  reset(done: Done): void {
    this.#take('reset', NOTHING, 0, 0, done);
  }

  /** Releases the lock if its lease has run out; not while something waits: that may be audio which came in time. */
  expireLock(now: number): void {
    if (this.#jobs.length === 0) this.#expireLock(now);
  }

  /** Nothing was asked of it for so long, and it is not locked. */
  isIdle(now: number, idleMs: number): boolean {
    return this.#jobs.length === 0 && !this.#lock.isHeld(now) && now - this.#usedAt >= idleMs;
  }

  fill(input: Float32Array, at: number): void {
    this.#detector.fill(input, at);
  }

  heard(probability: number): void {
    this.#inBatch = false;
    this.#detector.heard(probability);
    this.#work();
  }

  failed(error: Error): void {
    this.#inBatch = false;
    this.#detector.dropRest();
    this.#finish(error);
    this.#work();
  }

  #take(kind: Job['kind'], audio: Uint8Array, unheardBytes: number, heldBytes: number, done: Done): void {
    this.#usedAt = performance.now();
    this.batch.heldBytes += heldBytes;
    this.#jobs.push({ kind, audio, unheardBytes, heldBytes, arrivedAt: this.#usedAt, done, begun: false });
    this.#work();
  }

  #work(): void {
    for (let job = this.#jobs[0]; job && !this.#inBatch; job = this.#jobs[0]) {
      if (!job.begun) this.#begin(job);
      if (job.kind !== 'end' && this.#detector.ready) {
        this.#inBatch = true;
        this.batch.add(this);
      } else {
        this.#finish(null);
      }
    }
  }

  #begin(job: Job): void {
    job.begun = true;
    this.#expireLock(job.arrivedAt); // the store's sweep may not have come by yet
    if (job.kind === 'start' || job.kind === 'chunk') {
      this.#hear(job);
      return;
    }
    if (job.kind === 'end') this.#detector.endCycle(job.unheardBytes);
    else this.#detector.reset();
    this.#lock.release();
  }

  #hear({ kind, audio, arrivedAt }: Job): void {
    if (kind === 'start' && this.#lock.take(arrivedAt)) this.#seat.renewed();
    if (audio.length === 0) return;
    this.#lock.renew(arrivedAt);
    this.#detector.feed(audio);
  }

  #expireLock(now: number): void {
    if (this.#lock.expire(now)) this.#seat.leaseExpired();
  }

  /** Answers the job at the head; its caller may come back at once with the next. */
  #finish(error: Error | null): void {
    const job = this.#jobs.shift() as Job;
    this.batch.heldBytes -= job.heldBytes;
    if (error)
      job.done(error); // what was decided until then goes with the next answer
    else job.done(null, this.#detector.take());
  }
}
