import { expect, test } from 'vitest';
import { CallError } from './errors.ts';
import { SessionStore } from './session-store.ts';

const settings = { threshold: 0, thresholdLow: 0, frameWindowThreshold: 0 };
const store = (maxSessions: number) => new SessionStore({ infer: async () => 0 }, maxSessions);
const nothing = Buffer.alloc(0);

test('an unknown session is named, and destroying it is fine', () => {
  const sessions = store(1);
  sessions.destroy('gone');
  expect(() => sessions.get('gone')).toThrow(
    new CallError('unknown-session', 'Session gone not found. Call CreateSession first.'),
  );
});

test('creating an existing one replaces it, also when all places are taken', async () => {
  const sessions = store(1);
  sessions.create('a', settings);
  await sessions.get('a').detect(nothing, 'start');
  sessions.create('a', settings);
  expect(sessions.get('a').locked).toBe(false);
  expect(sessions.sessions()).toHaveLength(1);
});

test('one session too many is refused until another goes', () => {
  const sessions = store(1);
  sessions.create('a', settings);
  expect(() => sessions.create('b', settings)).toThrow(/1 sessions live here already \(VAD_MAX_SESSIONS\)/);
  sessions.destroy('a');
  sessions.create('b', settings);
});

test('counts the requests of sessions that are gone too', async () => {
  const sessions = store(2);
  sessions.create('a', settings);
  for (const event of ['start', 'chunk', 'end'] as const) await sessions.get('a').detect(nothing, event);
  sessions.create('a', settings);
  await sessions.get('a').detect(nothing, 'chunk');
  expect(sessions.totalRequests).toBe(4);
  sessions.destroy('a');
  expect(sessions.totalRequests).toBe(4);
});
