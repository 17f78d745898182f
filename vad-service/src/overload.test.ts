import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { FakeInference, UNWATCHED } from '../test/fake-inference.ts';
import { Batch } from './batch.ts';
import { CallError } from './errors.ts';
import { STATE_LENGTH } from './inference.ts';
import { assertRoomForAudio, assertRoomForSession, retryAfterMs } from './overload.ts';

const limits = { maxQueueMs: 1000, maxHeldBytes: 500 };

/** A batch where a frame has been waiting for so long. */
async function waiting(ms: number): Promise<Batch> {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const batch = new Batch(new FakeInference(undefined, () => new Promise(() => undefined)), UNWATCHED);
  const ignore = () => undefined;
  const frame = () => ({
    sampleRate: 16_000 as const,
    state: new Float32Array(STATE_LENGTH),
    fill: ignore,
    heard: ignore,
    failed: ignore,
  });
  batch.add(frame());
  await nextTurn(); // it runs, for ever
  batch.add(frame());
  vi.advanceTimersByTime(ms);
  return batch;
}

const refusal = (act: () => void) => {
  try {
    act();
    return 'taken';
  } catch (error) {
    expect(error).toBeInstanceOf(CallError);
    const { fault, retryAfterMs: after, message } = error as CallError;
    expect(fault).toBe('overloaded');
    expect(after).toSatisfy((ms: number) => ms >= 1000 && ms <= 2000);
    return message;
  }
};

test.each([
  [200, 'taken', 'taken'],
  [201, 'frames have been waiting for 201 ms, more than 200 (VAD_MAX_QUEUE_MS); no new session is taken', 'taken'],
  [1000, expect.any(String), 'taken'],
  [
    1001,
    expect.any(String),
    'frames have been waiting for 1001 ms, more than 1000 (VAD_MAX_QUEUE_MS); the audio was not taken: send it again later',
  ],
])('while a frame has waited %d ms', async (ms, session, audio) => {
  const batch = await waiting(ms);
  expect(refusal(() => assertRoomForSession(batch, limits))).toEqual(session);
  expect(refusal(() => assertRoomForAudio(batch, 500, limits))).toEqual(audio);
});

test('audio beyond what may be held is refused, new sessions are not', async () => {
  const batch = await waiting(0);
  batch.heldBytes = 400;
  expect(refusal(() => assertRoomForAudio(batch, 100, limits))).toBe('taken');
  expect(refusal(() => assertRoomForAudio(batch, 101, limits))).toBe(
    '400 bytes of audio wait already, 500 may (VAD_MAX_HELD_MIB); the audio was not taken: send it again later',
  );
  expect(refusal(() => assertRoomForSession(batch, limits))).toBe('taken');
});

test('those who are refused together come back apart', () => {
  const times = Array.from({ length: 50 }, retryAfterMs);
  expect(new Set(times).size).toBeGreaterThan(10);
  for (const ms of times) expect(ms).toSatisfy((t: number) => Number.isInteger(t) && t >= 1000 && t <= 2000);
});
