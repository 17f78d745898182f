import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { FakeInference, UNWATCHED } from '../test/fake-inference.ts';
import { Batch } from './batch.ts';
import type { SessionSettings } from './detector.ts';
import { CallError } from './errors.ts';
import { CALL_BYTES } from './overload.ts';
import { SessionStore, type StoreLimits } from './session-store.ts';

const settings: SessionSettings = {
  format: { sampleRate: 16_000, encoding: 's16le' },
  voice: { threshold: 0, thresholdLow: 0, frameWindowThreshold: 0 },
  speech: { minSpeechMs: 250, minSilenceMs: 500, prefixPaddingMs: 300, maxSpeechMs: 0 },
  resetAfterSilenceMs: 0,
};
const nothing = Buffer.alloc(0);
const ignore = () => undefined;
const LIMITS: StoreLimits = {
  maxSessions: 10,
  maxQueueMs: 1000,
  maxHeldBytes: 10 * CALL_BYTES,
  idleMs: 60_000,
  leaseMs: 1000,
};

/** A store on models that never answer, and what it told. */
function storeOf(limits: Partial<StoreLimits> = {}, threads = 1) {
  const told: string[] = [];
  const never = new FakeInference(undefined, () => new Promise(() => undefined));
  const batches = Array.from({ length: threads }, () => new Batch(never, UNWATCHED));
  const store = new SessionStore(
    batches,
    { ...LIMITS, ...limits },
    {
      sessionExpired: () => told.push('expired'),
      leaseExpired: () => told.push('lease'),
      startRenewed: () => told.push('renewed'),
    },
  );
  return { store, batches, told };
}

const ids = (store: SessionStore) => store.sessions().map(session => session.id);

test('an unknown session is named, and destroying it is fine', () => {
  const { store } = storeOf();
  store.destroy('gone');
  const unknown = new CallError('unknown-session', 'Session gone not found. Call CreateSession first.');
  expect(() => store.get('gone')).toThrow(unknown);
  expect(() => store.detect('gone', nothing, 'chunk', ignore)).toThrow(unknown);
  expect(() => store.get('x'.repeat(100_000))).toThrow(`Session ${'x'.repeat(128)}… not found.`);
});

test('creating an existing one replaces it, also when all places are taken', () => {
  const { store } = storeOf({ maxSessions: 1 });
  store.create('a', settings);
  store.detect('a', nothing, 'start', ignore);
  const first = store.get('a');
  store.create('a', settings);
  expect(store.get('a')).not.toBe(first);
  expect(store.get('a').locked).toBe(false);
  expect(store.size).toBe(1);
});

test('one session too many is refused until another goes', () => {
  const { store } = storeOf({ maxSessions: 1 });
  store.create('a', settings);
  expect(() => store.create('b', settings)).toThrow(
    expect.objectContaining({ fault: 'too-many-sessions', retryAfterMs: expect.any(Number) }),
  );
  expect(() => store.create('b', settings)).toThrow(/^1 sessions live here already \(VAD_MAX_SESSIONS\)/);
  store.destroy('a');
  store.create('b', settings);
  expect(ids(store)).toEqual(['b']);
});

test('an id is at most 128 bytes long, in UTF-8', () => {
  const { store } = storeOf();
  for (const id of ['', 'a'.repeat(128), 'µ'.repeat(64)]) store.create(id, settings);
  expect(() => store.create('a'.repeat(129), settings)).toThrow(
    'session_id is 129 bytes long; at most 128 are allowed',
  );
  expect(() => store.create('µ'.repeat(65), settings)).toThrow(expect.objectContaining({ fault: 'bad-session-id' }));
  expect(store.size).toBe(3);
});

test('counts the requests of sessions that are gone too', () => {
  const { store } = storeOf();
  store.create('a', settings);
  for (const event of ['start', 'chunk', 'end'] as const) store.detect('a', nothing, event, ignore);
  store.create('a', settings);
  store.detect('a', nothing, 'chunk', ignore);
  expect(store.totalRequests).toBe(4);
  store.destroy('a');
  expect(store.totalRequests).toBe(4);
});

test('sessions are spread over the threads in turn, and stay', () => {
  const { store, batches } = storeOf({}, 3);
  for (const id of ['a', 'b', 'c', 'd']) store.create(id, settings);
  expect(store.sessions().map(session => batches.indexOf(session.batch))).toEqual([0, 1, 2, 0]);
});

test('a Detect is refused while too much waits at its thread; END, its audio unheld, and other threads are not', () => {
  const { store, batches } = storeOf({}, 2);
  for (const id of ['a', 'b']) store.create(id, settings);
  store.detect('a', Buffer.alloc(8 * CALL_BYTES), 'start', ignore);
  expect(batches.map(batch => batch.heldBytes)).toEqual([9 * CALL_BYTES, 0]);
  expect(() => store.detect('a', Buffer.alloc(1), 'chunk', ignore)).toThrow(
    expect.objectContaining({ fault: 'overloaded' }),
  );
  expect(store.get('a').requests).toBe(1);
  for (let i = 0; i < 3; i++) store.detect('a', Buffer.alloc(1_000_000), 'end', ignore);
  expect(batches.map(batch => batch.heldBytes)).toEqual([12 * CALL_BYTES, 0]);
  store.detect('b', Buffer.alloc(1), 'chunk', ignore);
});

test('a Detect is refused while one of its own session has been waiting for too long', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const { store, batches } = storeOf();
  for (const id of ['a', 'b']) store.create(id, settings);
  store.detect('a', Buffer.alloc(1024), 'chunk', ignore);
  await nextTurn(); // it runs, for ever
  vi.advanceTimersByTime(1001);
  expect(batches[0]?.waitMs).toBe(0);
  store.detect('b', nothing, 'chunk', ignore);
  const overloaded = expect.objectContaining({ fault: 'overloaded' });
  expect(() => store.detect('a', nothing, 'chunk', ignore)).toThrow(overloaded);
});

test('a session goes to another thread where the next in turn is behind, and is refused where all are', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const { store, batches } = storeOf({ maxSessions: 100, maxHeldBytes: 1e9 }, 2);
  const threadOf = (id: string) => batches.indexOf(store.get(id).batch);
  for (const id of ['a', 'b', 'c']) store.create(id, settings);
  const burden = async (id: string) => {
    store.detect(id, Buffer.alloc(1024), 'chunk', ignore);
    await nextTurn(); // it runs, for ever
    const other = store.sessions().find(session => session.id !== id && threadOf(session.id) === threadOf(id));
    store.detect(other?.id ?? '', Buffer.alloc(1024), 'chunk', ignore);
  };
  await burden('a');
  vi.advanceTimersByTime(201);
  for (const id of ['d', 'e', 'f']) store.create(id, settings);
  expect(['d', 'e', 'f'].map(threadOf)).toEqual([1, 1, 1]);
  await burden('b');
  vi.advanceTimersByTime(201);
  expect(() => store.create('g', settings)).toThrow(expect.objectContaining({ fault: 'overloaded' }));
  store.create('a', settings);
});

test('a sweep forgets who is idle, releases locks whose lease ran out, and tells of both', () => {
  const { store, told } = storeOf({ idleMs: 500, leaseMs: 1000 });
  store.create('idle', settings);
  store.create('locked', settings);
  store.create('busy', settings);
  store.detect('locked', nothing, 'start', ignore);
  store.detect('locked', nothing, 'start', ignore);
  store.detect('busy', Buffer.alloc(2000), 'chunk', ignore);
  const now = performance.now();
  store.sweep(now);
  expect(ids(store)).toEqual(['idle', 'locked', 'busy']);
  store.sweep(now + 600);
  expect(ids(store)).toEqual(['locked', 'busy']);
  expect(told).toEqual(['renewed', 'expired']);
  store.sweep(now + 1000);
  expect(ids(store)).toEqual(['busy']);
  expect(told).toEqual(['renewed', 'expired', 'lease', 'expired']);
  expect(store.totalRequests).toBe(3);
});

test('a session that is destroyed or replaced tells of a lease that ran out before', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const { store, told } = storeOf({ leaseMs: 1000 });
  for (const id of ['a', 'b', 'c']) store.create(id, settings);
  for (const id of ['a', 'b']) store.detect(id, nothing, 'start', ignore);
  vi.advanceTimersByTime(999);
  store.detect('c', nothing, 'start', ignore);
  vi.advanceTimersByTime(1);
  for (const id of ['a', 'c']) store.destroy(id);
  store.create('b', settings);
  expect(told).toEqual(['lease', 'lease']);
});
