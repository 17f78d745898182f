import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { watchEventLoopDelay } from './event-loop-delay.ts';
import { watchGarbageCollection } from './garbage-collection.ts';
import { PROCESS_READINGS, type Reading } from './process-readings.ts';

/** Upper bounds of buckets, in seconds where time is measured. */
const DETECT = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const INFERENCE = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025];
const BATCH = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32];
const LOOP = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const COLLECTION = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1];

/** What is so at this moment; asked at each scrape. */
export interface Now {
  sessions(): number;
  lockedSessions(): number;
  streams(): number;
}

/** What happened, told as it happens. A Detect costs some 0.3 µs of it, and a run of the model 0.2 µs. */
export interface Metrics {
  /** A call was answered; `code` is the name of its gRPC status, and both come from a small set: each pair is a series. */
  callEnded(method: string, code: string): void;
  detectDone(seconds: number): void;
  /** The model ran a batch of so many frames. */
  ran(frames: number, seconds: number): void;
  /** A frame waited so long for the model. */
  waited(seconds: number): void;
  sessionExpired(): void;
  leaseExpired(): void;
  /** A START found its session locked already. */
  startRenewed(): void;
  /** @param reason from a small set: each is a series. */
  refused(reason: string): void;
  /** All of it as Prometheus reads it. */
  scrape(): Promise<Scrape>;
  /** Ends what measures by itself. */
  close(): void;
}

export interface Scrape {
  readonly contentType: string;
  readonly text: string;
}

/** Metrics with a registry of their own. */
export function createMetrics(now: Now): Metrics {
  const registry = new Registry();
  for (const reading of [...readings(now), ...PROCESS_READINGS]) expose(registry, reading);
  const stopWatching = watchProcess(registry);
  return {
    ...recorders(registry),
    scrape: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
    close: stopWatching,
  };
}

function recorders(registry: Registry): Omit<Metrics, 'scrape' | 'close'> {
  const calls = labelled(registry, 'vad_calls_total', 'Calls that ended, by method and gRPC status.', 'method', 'code');
  const refusals = labelled(registry, 'vad_calls_refused_total', 'Calls that were refused, by reason.', 'reason');
  const batchFrames = histogram(registry, 'vad_batch_frames', 'Frames that one run of the model took.', BATCH);
  const ranFor = histogram(registry, 'vad_inference_duration_seconds', 'Time of one run of the model.', INFERENCE);
  const frames = counter(registry, 'vad_frames_total', 'Frames that the model ran.');
  return {
    callEnded: (method, code) => calls.inc({ method, code }),
    detectDone: histogram(registry, 'vad_detect_duration_seconds', 'Time from a Detect to its reply.', DETECT),
    ran: (count, seconds) => {
      batchFrames(count);
      ranFor(seconds);
      frames(count);
    },
    waited: histogram(registry, 'vad_queue_duration_seconds', 'Time that a frame waited for the model.', DETECT),
    sessionExpired: counter(registry, 'vad_sessions_expired_total', 'Sessions forgotten because nobody called.'),
    leaseExpired: counter(registry, 'vad_leases_expired_total', 'VAD cycles that lost their lock for want of audio.'),
    startRenewed: counter(registry, 'vad_starts_renewed_total', 'STARTs within a VAD cycle that was still open.'),
    refused: reason => refusals.inc({ reason }),
  };
}

function readings(now: Now): Reading[] {
  const gauge = (name: string, help: string, read: () => number): Reading => ({ name, help, kind: 'gauge', read });
  return [
    gauge('vad_sessions', 'Sessions that live.', () => now.sessions()),
    gauge('vad_sessions_locked', 'Sessions between START and END.', () => now.lockedSessions()),
    gauge('vad_streams', 'DetectStream calls that are open.', () => now.streams()),
  ];
}

function watchProcess(registry: Registry): () => void {
  const loop = histogram(registry, 'vad_event_loop_delay_seconds', 'How late a 20 ms timer came.', LOOP);
  const help = 'Time of one garbage collection, by kind.';
  const name = 'nodejs_gc_duration_seconds';
  const collections = new Histogram({ name, help, labelNames: ['kind'], buckets: COLLECTION, registers: [registry] });
  const stopLoop = watchEventLoopDelay(loop);
  const stopCollections = watchGarbageCollection((kind, seconds) => collections.labels(kind).observe(seconds));
  return () => {
    stopLoop();
    stopCollections();
  };
}

function expose(registry: Registry, { name, help, kind, read }: Reading): void {
  const registers = [registry];
  if (kind === 'gauge') {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await read());
      },
    });
  } else {
    new Counter({
      name,
      help,
      registers,
      async collect() {
        const value = await read();
        this.reset();
        this.inc(value);
      },
    });
  }
}

/** `observe` of the child is bound once: prom-client would look it up by its labels each time. */
function histogram(registry: Registry, name: string, help: string, buckets: number[]): (value: number) => void {
  return new Histogram({ name, help, buckets, registers: [registry] }).labels().observe;
}

function counter(registry: Registry, name: string, help: string): (by?: number) => void {
  const total = new Counter({ name, help, registers: [registry] });
  return by => total.inc(by);
}

function labelled<Label extends string>(registry: Registry, name: string, help: string, ...labelNames: Label[]) {
  return new Counter({ name, help, labelNames, registers: [registry] });
}
