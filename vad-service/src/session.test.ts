import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { FakeInference, seatAt, UNWATCHED } from '../test/fake-inference.ts';
import { Batch } from './batch.ts';
import type { Decision } from './decisions.ts';
import type { SessionSettings } from './detector.ts';
import type { Event } from './event.ts';
import { Session } from './session.ts';

const FRAME_SAMPLES = 512;
const settings: SessionSettings = {
  format: { sampleRate: 16_000, encoding: 's16le' },
  voice: { threshold: 0.5, thresholdLow: 0.4, frameWindowThreshold: 1 },
  speech: { minSpeechMs: 0, minSilenceMs: 32, prefixPaddingMs: 0, maxSpeechMs: 0 },
  resetAfterSilenceMs: 0,
};
const nothing = Buffer.alloc(0);

/** One frame, or part of one, of a constant sample: the fake model takes it for the probability. */
const frame = (probability: number, samples = FRAME_SAMPLES) => {
  const audio = Buffer.alloc(samples * 2);
  for (let i = 0; i < samples; i++) audio.writeInt16LE(Math.round(probability * 32768), i * 2);
  return audio;
};

const detect = (session: Session, audio: Uint8Array, event: Event = 'chunk') =>
  new Promise<Decision>((resolve, reject) =>
    session.detect(audio, event, (error, decision) => (decision ? resolve(decision) : reject(error))),
  );
const reset = (session: Session) =>
  new Promise<void>((resolve, reject) => session.reset(error => (error ? reject(error) : resolve())));

function alone(changes: Partial<SessionSettings> = {}, inference = new FakeInference(), leaseMs?: number) {
  const batch = new Batch(inference, UNWATCHED);
  const session = new Session('a', { ...settings, ...changes }, seatAt(batch, leaseMs));
  const heard = () => inference.runs.flatMap(run => run.newestSamples.map(sample => Math.round(sample * 100) / 100));
  const states = () => inference.runs.flatMap(run => run.heard);
  /** Whether each frame had something of the one before it. */
  const contexts = () => inference.runs.flatMap(run => run.oldestSamples.map(sample => sample !== 0));
  return { session, batch, heard, states, contexts };
}

test('runs the Detects of a session strictly in order of arrival', async () => {
  let turns = 8;
  const slowerFirst = async () => {
    for (let turn = turns--; turn > 0; turn--) await nextTurn();
  };
  const { session, heard } = alone({}, new FakeInference(undefined, slowerFirst));
  const order: string[] = [];
  const note = (name: string) => () => order.push(name);
  await Promise.all([
    detect(session, Buffer.concat([frame(0.1), frame(0.2)]), 'start').then(note('two frames')),
    detect(session, frame(0.3)).then(note('one frame')),
    detect(session, nothing, 'end').then(note('end')),
    detect(session, frame(0.4)).then(note('after end')),
  ]);
  expect(heard()).toEqual([0.1, 0.2, 0.3, 0.4]);
  expect(order).toEqual(['two frames', 'one frame', 'end', 'after end']);
});

test('has_voice holds for the whole reply once one of its frames had it; is_speaking stays', async () => {
  const { session } = alone();
  const audio = Buffer.concat([frame(0.9), ...Array.from({ length: 30 }, () => frame(0))]);
  const said = { hasVoice: true, isSpeaking: true, probability: 0, framesProcessed: 31 };
  expect(await detect(session, audio)).toMatchObject(said);
  expect(await detect(session, frame(0))).toMatchObject({ ...said, hasVoice: false, framesProcessed: 32 });
  expect(await detect(session, nothing)).toMatchObject({ ...said, hasVoice: false, framesProcessed: 32 });
});

test('END drops remainder and window, keeps the model state, and does not look at its audio', async () => {
  const { session, heard, states } = alone();
  await detect(session, Buffer.concat([frame(0.9), frame(0.9, 100)]), 'start');
  const ended = await detect(session, frame(0.9), 'end');
  expect(ended).toMatchObject({ hasVoice: false, isSpeaking: true, probability: Math.fround(29491 / 32768) });
  expect(await detect(session, frame(0.45))).toMatchObject({ hasVoice: false, isSpeaking: true });
  expect(heard()).toEqual([0.9, 0.45]);
  expect(states()).toEqual([1, 2]);
});

test('speech events count samples sent, those that END dropped or brought included', async () => {
  const { session } = alone();
  const start = (sampleIndex: number) => ({ type: 'start', sampleIndex });
  const end = (sampleIndex: number) => ({ type: 'end', sampleIndex });
  const spoken = await detect(session, Buffer.concat([frame(0.1), frame(0.9), frame(0.9, 100)]), 'start');
  expect(spoken.speechEvents).toEqual([start(512)]);
  expect((await detect(session, frame(0, 50), 'end')).speechEvents).toEqual([end(1024)]);
  expect((await detect(session, Buffer.concat([frame(0.9), frame(0)]))).speechEvents).toEqual([start(1174), end(1686)]);
  expect((await detect(session, frame(0))).speechEvents).toEqual([]);
  await reset(session);
  expect((await detect(session, frame(0.9))).speechEvents).toEqual([start(0)]);
});

test('reset zeroes all but the count of requests', async () => {
  const { session, states, contexts } = alone();
  await detect(session, Buffer.concat([frame(0.9), frame(0.9), frame(0.9, 100)]), 'start');
  await reset(session);
  expect(session.locked).toBe(false);
  const fresh = { hasVoice: false, isSpeaking: false, speechEvents: [] };
  expect(await detect(session, nothing)).toEqual({ ...fresh, probability: 0, framesProcessed: 0 });
  expect(await detect(session, frame(0.45))).toMatchObject({ ...fresh, framesProcessed: 1 });
  expect(states()).toEqual([1, 2, 1]);
  expect(contexts()).toEqual([false, true, false]);
  expect(session.requests).toBe(3);
});

test('the model forgets after each whole stretch of silence, at no other time', async () => {
  const { session, states, contexts } = alone({ resetAfterSilenceMs: 96 });
  const [v, n] = [0.9, 0.1];
  const voices = [v, n, n, n, n, n, v, n, n, v, n, n, n, n];
  await detect(session, Buffer.concat(voices.map(voice => frame(voice))));
  expect(states()).toEqual([1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1]);
  expect(contexts()).toEqual(states().map(heard => heard > 1));
});

test('is locked from START to END, and a second START is no fault', async () => {
  let renewed = 0;
  const seat = { ...seatAt(new Batch(new FakeInference(), UNWATCHED)), renewed: () => renewed++ };
  const session = new Session('a', settings, seat);
  const locked = [];
  for (const event of ['chunk', 'start', 'start', 'chunk', 'end'] as const) {
    await detect(session, nothing, event);
    locked.push(session.locked);
  }
  expect(locked).toEqual([false, true, true, true, false]);
  expect(renewed).toBe(1);
});

test('audio renews the lease, a Detect without any does not', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const { session } = alone({}, undefined, 1000);
  await detect(session, nothing, 'start');
  vi.advanceTimersByTime(900);
  await detect(session, frame(0.1, 1));
  vi.advanceTimersByTime(900);
  expect(session.locked).toBe(true);
  await detect(session, nothing);
  vi.advanceTimersByTime(100);
  expect(session.locked).toBe(false);
});

test.each([
  ['START, which locks it again', frame(0.1, 1), 'start', true],
  ['audio, which does not', frame(0.1, 1), 'chunk', false],
  ['END', nothing, 'end', false],
] as const)('a lease that ran out is told when the next thing comes, once: %s', async (_, audio, event, locked) => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const told: string[] = [];
  const batch = new Batch(new FakeInference(), UNWATCHED);
  const watch = { renewed: () => told.push('renewed'), leaseExpired: () => told.push('lease') };
  const session = new Session('a', settings, { batch, leaseMs: 1000, ...watch });
  await detect(session, nothing, 'start');
  vi.advanceTimersByTime(1000);
  await detect(session, audio, event);
  expect(session.locked).toBe(locked);
  session.expireLock(performance.now());
  expect(told).toEqual(['lease']);
});

test('audio that came in time keeps the lock, though it waits until after the lease', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const gate = Promise.withResolvers<void>();
  const { session } = alone({}, new FakeInference(undefined, () => gate.promise), 1000);
  const heard = [detect(session, frame(0.1), 'start')];
  vi.advanceTimersByTime(900);
  heard.push(detect(session, frame(0.1)));
  vi.advanceTimersByTime(200);
  session.expireLock(performance.now());
  gate.resolve();
  await Promise.all(heard);
  expect(session.locked).toBe(true);
});

test('is idle when nothing was asked for so long, but not while locked', async () => {
  let expired = 0;
  const seat = { ...seatAt(new Batch(new FakeInference(), UNWATCHED), 1000), leaseExpired: () => expired++ };
  const session = new Session('a', settings, seat);
  await detect(session, nothing);
  const now = performance.now();
  expect([session.isIdle(now, 100), session.isIdle(now + 100, 100)]).toEqual([false, true]);
  await detect(session, nothing, 'start');
  const locked = performance.now();
  expect(session.isIdle(locked + 900, 100)).toBe(false);
  session.expireLock(locked + 900);
  expect(expired).toBe(0);
  expect(session.isIdle(locked + 1000, 100)).toBe(true);
  session.expireLock(locked + 1000);
  expect(expired).toBe(1);
});

test('is not idle while something of it waits', async () => {
  const gate = Promise.withResolvers<void>();
  const { session } = alone({}, new FakeInference(undefined, () => gate.promise));
  const answer = detect(session, frame(0.1));
  expect(session.isIdle(performance.now() + 1e6, 1)).toBe(false);
  gate.resolve();
  await answer;
  expect(session.isIdle(performance.now() + 1e6, 1)).toBe(true);
});

test('of a message that is all but audio only the audio is kept while it waits', async () => {
  const gate = Promise.withResolvers<void>();
  const { session } = alone({}, new FakeInference(undefined, () => gate.promise));
  const message = new Uint8Array(1_000_000);
  message.set(frame(0.9), 500);
  const slices = vi.spyOn(Uint8Array.prototype, 'slice');
  onTestFinished(() => slices.mockRestore());
  const answer = detect(session, message.subarray(500, 500 + 2 * FRAME_SAMPLES));
  expect(slices).toHaveBeenCalledTimes(1);
  message.fill(0);
  gate.resolve();
  expect((await answer).probability).toBe(Math.fround(29491 / 32768));
});

test('a failed run is told to its caller only, whose audio is dropped; the next Detect goes on', async () => {
  let runs = 0;
  const failFirst = async () => {
    runs += 1;
    if (runs === 1) throw new Error('out of memory');
  };
  const { session, batch, states } = alone({}, new FakeInference(undefined, failFirst));
  const first = detect(session, Buffer.concat([frame(0.9), frame(0.9), frame(0.9, 7)]));
  const second = detect(session, frame(0.9));
  await expect(first).rejects.toThrow('out of memory');
  expect(await second).toEqual({
    hasVoice: true,
    isSpeaking: true,
    probability: Math.fround(29491 / 32768),
    framesProcessed: 1,
    speechEvents: [{ type: 'start', sampleIndex: 1031 }],
  });
  expect(states()).toEqual([1, 1]);
  expect(batch.heldBytes).toBe(0);
});

test('a caller that comes back inside its answer is served after those who wait already', async () => {
  const { session } = alone();
  const order: string[] = [];
  await new Promise<void>(resolve => {
    session.detect(frame(0.1), 'start', () => {
      order.push('first');
      session.detect(nothing, 'end', () => {
        order.push('from inside');
        resolve();
      });
    });
    session.detect(frame(0.2), 'chunk', () => order.push('second'));
    session.reset(() => order.push('third'));
  });
  expect(order).toEqual(['first', 'second', 'third', 'from inside']);
});

/** One thing asked of one of the sessions, and how many turns of the event loop pass before the next. */
interface Ask {
  readonly session: number;
  readonly kind: Event | 'reset';
  readonly bytes: number;
  readonly turns: number;
}

/** Each session sends its own byte over and over, so that a frame tells whose it is, however the bytes are aligned. */
const BYTES = [0x11, 0x23, 0x3e, 0x3c, 0x40];
const VARIED: SessionSettings[] = [
  settings,
  { ...settings, format: { sampleRate: 8000, encoding: 'mulaw' } },
  { ...settings, format: { sampleRate: 16_000, encoding: 'f32le' }, resetAfterSilenceMs: 100 },
  {
    ...settings,
    format: { sampleRate: 8000, encoding: 's16le' },
    voice: { ...settings.voice, frameWindowThreshold: 4 },
  },
  { ...settings, format: { sampleRate: 16_000, encoding: 'alaw' } },
];
const asks = fc.array(
  fc.record<Ask>({
    session: fc.nat(VARIED.length - 1),
    kind: fc.constantFrom('chunk', 'chunk', 'chunk', 'start', 'end', 'reset'),
    bytes: fc.oneof(fc.nat(2100), fc.nat(9000), fc.constant(0)),
    turns: fc.constantFrom(0, 0, 0, 1, 3),
  }),
  { maxLength: 60, size: 'max' },
);
/** A probability that hangs on all that a state has heard, so that a state mixed up shows. */
const hashed = (newest: number, heard: number, sum: number) => Math.abs(Math.sin(newest * 7 + heard * 3 + sum)) % 1;

/** Asks all of it; answers what each ask came to, in the order in which the answers came. */
async function serve(script: readonly Ask[], pace: () => Promise<unknown>) {
  const inference = new FakeInference(hashed, pace);
  const batch = new Batch(inference, UNWATCHED);
  const sessions = VARIED.map((varied, i) => new Session(String(i), varied, seatAt(batch)));
  const answers: { ask: Ask; decision: Decision | undefined }[] = [];
  const answered = script.map(() => Promise.withResolvers<void>());
  for (const [i, ask] of script.entries()) {
    const done = (_: Error | null, decision?: Decision) => {
      answers.push({ ask, decision });
      answered[i]?.resolve();
    };
    const session = sessions[ask.session] as Session;
    if (ask.kind === 'reset') session.reset(done);
    else session.detect(Buffer.alloc(ask.bytes, BYTES[ask.session]), ask.kind, done);
    for (let turn = 0; turn < ask.turns; turn++) await nextTurn();
  }
  await Promise.all(answered.map(({ promise }) => promise));
  await nextTurn(); // a second answer to anything would come now
  return { answers, runs: inference.runs, heldBytes: batch.heldBytes };
}

test('whatever is asked of several sessions, each is answered once, in order, as if it were alone', async () => {
  await fc.assert(
    fc.asyncProperty(asks, fc.array(fc.nat(3), { minLength: 1, maxLength: 9 }), async (script, paces) => {
      let run = 0;
      const pace = async () => {
        for (let turns = paces[run++ % paces.length] as number; turns > 0; turns--) await nextTurn();
      };
      const together = await serve(script, pace);
      expect(together.heldBytes).toBe(0);
      for (const { newestSamples } of together.runs) expect(new Set(newestSamples).size).toBe(newestSamples.length);
      for (let session = 0; session < VARIED.length; session++) {
        const own = script.filter(ask => ask.session === session);
        const { answers } = await serve(own, async () => undefined);
        expect(answers.map(({ ask }) => ask)).toEqual(own);
        expect(together.answers.filter(({ ask }) => ask.session === session)).toEqual(answers);
      }
    }),
    { numRuns: 60 },
  );
});
