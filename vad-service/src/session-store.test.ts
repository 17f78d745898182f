import { expect, test } from 'vitest';
import { FakeInference, UNWATCHED } from '../test/fake-inference.ts';
import { Batch } from './batch.ts';
import { CallError } from './errors.ts';
import type { SessionSettings } from './session.ts';
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
  maxHeldBytes: 10_000,
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

test('audio is refused while too much of it waits at its thread; END and other threads are not', () => {
  const { store, batches } = storeOf({}, 2);
  for (const id of ['a', 'b']) store.create(id, settings);
  store.detect('a', Buffer.alloc(9000), 'start', ignore);
  expect(batches.map(batch => batch.heldBytes)).toEqual([9000, 0]);
  expect(() => store.detect('a', Buffer.alloc(1001), 'chunk', ignore)).toThrow(
    expect.objectContaining({ fault: 'overloaded' }),
  );
  expect(store.get('a').requests).toBe(1);
  store.detect('a', Buffer.alloc(1001), 'end', ignore);
  store.detect('b', Buffer.alloc(1001), 'chunk', ignore);
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
