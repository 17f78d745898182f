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
  expect(refusal(() => assertRoomForAudio(batch, limits))).toEqual(audio);
});

test.each([
  [100, 'taken', 'taken'],
  [101, '101 bytes of Detects wait, more than 100 (VAD_MAX_HELD_MIB); no new session is taken', 'taken'],
  [500, expect.any(String), 'taken'],
  [
    501,
    expect.any(String),
    '501 bytes of Detects wait, more than 500 (VAD_MAX_HELD_MIB); the audio was not taken: send it again later',
  ],
])('while waiting Detects take %d bytes', (heldBytes, session, audio) => {
  expect(refusal(() => assertRoomForSession({ waitMs: 0, heldBytes }, limits))).toEqual(session);
  expect(refusal(() => assertRoomForAudio({ waitMs: 0, heldBytes }, limits))).toEqual(audio);
});

test('those who are refused together come back apart', () => {
  const times = Array.from({ length: 50 }, retryAfterMs);
  expect(new Set(times).size).toBeGreaterThan(10);
  for (const ms of times) expect(ms).toSatisfy((t: number) => Number.isInteger(t) && t >= 1000 && t <= 2000);
});
