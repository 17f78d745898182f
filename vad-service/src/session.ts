import type { Batch, Member } from './batch.ts';
import { CycleLock } from './cycle-lock.ts';
import { type Decision, Decisions } from './decisions.ts';
import type { Event } from './event.ts';
import { type AudioFormat, Frames } from './frames.ts';
import type { VoiceSettings } from './hysteresis.ts';
import { FRAME_SHAPES, type SampleRate, STATE_LENGTH } from './inference.ts';
import type { SpeechSettings } from './speech.ts';

export interface SessionSettings {
  readonly format: AudioFormat;
  readonly voice: VoiceSettings;
  readonly speech: SpeechSettings;
  /** The model's memory is zeroed after each such stretch without a voiced frame; 0 for never. */
  readonly resetAfterSilenceMs: number;
}

/** Called once, with an error or with the decision. */
export type Done = (error: Error | null, decision?: Decision) => void;

/** Where a session is served: its place in the batches, and the lease of its lock. */
export interface Seat {
  readonly batch: Batch;
  readonly leaseMs: number;
  /** A START came while the lock was held. */
  readonly renewed: () => void;
  /** The lock's lease ran out. */
  readonly leaseExpired: () => void;
}

interface Job {
  readonly kind: Event | 'reset';
  readonly audio: Uint8Array;
  /** Of END's audio, which nobody looks at, only the length is kept. */
  readonly unheardBytes: number;
  /** Counted in the batch's heldBytes until the job is done. */
  readonly heldBytes: number;
  readonly arrivedAt: number;
  readonly done: Done;
  begun: boolean;
}

const NOTHING = new Uint8Array(0);
/** Node cuts small buffers from larger ones; none of those is larger. */
const MAX_POOL_BYTES = 65_536;

/** One speaker's audio: what waits, what the model remembers, what was decided. Work runs strictly in order of arrival. */
export class Session implements Member {
  readonly id: string;
  readonly sampleRate: SampleRate;
  readonly state = new Float32Array(STATE_LENGTH);
  readonly #seat: Seat;
  readonly #frames: Frames;
  readonly #decisions: Decisions;
  readonly #lock: CycleLock;
  readonly #createdAt = performance.now();
  readonly #frameSamples: number;
  readonly #resetAfterSamples: number;
  #usedAt = this.#createdAt;
  /** The first is being worked on. */
  readonly #jobs: Job[] = [];
  #inBatch = false;
  #requests = 0;
  #silentSamples = 0;

  constructor(id: string, { format, voice, speech, resetAfterSilenceMs }: SessionSettings, seat: Seat) {
    this.id = id;
    this.sampleRate = format.sampleRate;
    this.#seat = seat;
    this.#frames = new Frames(format);
    this.#decisions = new Decisions(voice, speech, format.sampleRate);
    this.#lock = new CycleLock(seat.leaseMs);
    this.#frameSamples = FRAME_SHAPES[format.sampleRate].frameSamples;
    this.#resetAfterSamples = resetAfterSilenceMs > 0 ? (resetAfterSilenceMs * format.sampleRate) / 1000 : Infinity;
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
    this.#frames.next(input, at);
  }

  heard(probability: number): void {
    this.#inBatch = false;
    const end = this.#frames.position;
    const voiced = this.#decisions.heard(probability, end - this.#frameSamples, end);
    this.#silentSamples = voiced ? 0 : this.#silentSamples + this.#frameSamples;
    if (this.#silentSamples >= this.#resetAfterSamples) this.#forget();
    this.#work();
  }

  failed(error: Error): void {
    this.#inBatch = false;
    this.#frames.dropRest();
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
      if (job.kind !== 'end' && this.#frames.ready) {
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
    if (job.kind === 'end') this.#endCycle(job.unheardBytes);
    else if (job.kind === 'reset') this.#zero();
    else this.#hear(job);
  }

  #hear({ kind, audio, arrivedAt }: Job): void {
    if (kind === 'start' && this.#lock.take(arrivedAt)) this.#seat.renewed();
    if (audio.length === 0) return;
    this.#lock.renew(arrivedAt);
    this.#frames.feed(audio);
  }

  #expireLock(now: number): void {
    if (this.#lock.expire(now)) this.#seat.leaseExpired();
  }

  #endCycle(unheardBytes: number): void {
    this.#frames.dropRest(unheardBytes);
    this.#decisions.endCycle();
    this.#lock.release();
  }

  #zero(): void {
    this.#frames.reset();
    this.#decisions.reset();
    this.#lock.release();
    this.#forget();
  }

  /** Zeroes what the model remembers. */
  #forget(): void {
    this.state.fill(0);
    this.#frames.clearContext();
    this.#silentSamples = 0;
  }

  /** Answers the job at the head; its caller may come back at once with the next. */
  #finish(error: Error | null): void {
    const job = this.#jobs.shift() as Job;
    this.batch.heldBytes -= job.heldBytes;
    if (error)
      job.done(error); // what was decided until then goes with the next answer
    else job.done(null, this.#decisions.take());
  }
}

/** The audio without the rest of the message that it is a view of, where that is large: it may be all but audio. */
function compact(audio: Uint8Array): Uint8Array {
  const { byteLength } = audio.buffer;
  return byteLength > MAX_POOL_BYTES && byteLength > 2 * audio.length ? audio.slice() : audio;
}
