import { expect, test } from 'vitest';
import { FRAME_SAMPLES, type Inference } from './inference.ts';
import { Session } from './session.ts';

const settings = { threshold: 0.5, thresholdLow: 0.4, frameWindowThreshold: 1 };
/** One frame, or part of one, of a constant sample: the fakes below take it for the probability. */
const frame = (probability: number, samples = FRAME_SAMPLES) => {
  const audio = Buffer.alloc(samples * 2);
  for (let i = 0; i < samples; i++) audio.writeInt16LE(Math.round(probability * 32768), i * 2);
  return audio;
};

/** Answers the newest sample as the probability, later frames sooner, and counts frames in the state. */
function fakeInference() {
  const heard: number[] = [];
  const states: number[] = [];
  let turns = 8;
  const infer = async (input: Float32Array, state: Float32Array) => {
    const probability = Math.round((input.at(-1) ?? 0) * 100) / 100;
    for (let turn = turns--; turn > 0; turn--) await Promise.resolve();
    heard.push(probability);
    state[0] = (state[0] ?? 0) + 1;
    states.push(state[0]);
    return probability;
  };
  return { inference: { infer } satisfies Inference, heard, states };
}

test('runs the Detects of a session strictly in order of arrival', async () => {
  const { inference, heard } = fakeInference();
  const session = new Session('a', settings, inference);
  const order: string[] = [];
  const note = (name: string) => () => order.push(name);
  await Promise.all([
    session.detect(Buffer.concat([frame(0.1), frame(0.2)]), 'start').then(note('two frames')),
    session.detect(frame(0.3), 'chunk').then(note('one frame')),
    session.detect(Buffer.alloc(0), 'end').then(note('end')),
    session.detect(frame(0.4), 'chunk').then(note('after end')),
  ]);
  expect(heard).toEqual([0.1, 0.2, 0.3, 0.4]);
  expect(order).toEqual(['two frames', 'one frame', 'end', 'after end']);
});

test('has_voice holds for the whole reply once one of its frames had it; is_speaking stays', async () => {
  const session = new Session('a', settings, fakeInference().inference);
  const audio = Buffer.concat([frame(0.9), ...Array.from({ length: 30 }, () => frame(0))]);
  expect(await session.detect(audio, 'chunk')).toEqual({ hasVoice: true, isSpeaking: true });
  expect(await session.detect(frame(0), 'chunk')).toEqual({ hasVoice: false, isSpeaking: true });
  expect(await session.detect(Buffer.alloc(0), 'chunk')).toEqual({ hasVoice: false, isSpeaking: true });
});

test('END drops remainder and window, keeps the model state, and does not look at its audio', async () => {
  const { inference, heard, states } = fakeInference();
  const session = new Session('a', settings, inference);
  await session.detect(Buffer.concat([frame(0.9), frame(0.9, 100)]), 'start');
  expect(await session.detect(frame(0.9), 'end')).toEqual({ hasVoice: false, isSpeaking: true });
  expect(await session.detect(frame(0.45), 'chunk')).toEqual({ hasVoice: false, isSpeaking: true });
  expect(heard).toEqual([0.9, 0.45]);
  expect(states).toEqual([1, 2]);
});

test('reset zeroes all but the count of requests', async () => {
  const { inference, states } = fakeInference();
  const session = new Session('a', settings, inference);
  await session.detect(frame(0.9), 'start');
  await session.reset();
  expect(session.locked).toBe(false);
  expect(await session.detect(frame(0.45), 'chunk')).toEqual({ hasVoice: false, isSpeaking: false });
  expect(states).toEqual([1, 1]);
  expect(session.requests).toBe(2);
});

test('is locked from START to END, and a second START is no fault', async () => {
  const session = new Session('a', settings, fakeInference().inference);
  const locked = [];
  for (const event of ['chunk', 'start', 'start', 'chunk', 'end'] as const) {
    await session.detect(Buffer.alloc(0), event);
    locked.push(session.locked);
  }
  expect(locked).toEqual([false, true, true, true, false]);
});

test('a failed run is told to its caller only; the next Detect goes on', async () => {
  let runs = 0;
  const infer = async () => {
    runs += 1;
    if (runs === 1) throw new Error('out of memory');
    return 0.9;
  };
  const session = new Session('a', settings, { infer });
  const first = session.detect(frame(0.9), 'chunk');
  const second = session.detect(frame(0.9), 'chunk');
  await expect(first).rejects.toThrow('out of memory');
  expect(await second).toEqual({ hasVoice: true, isSpeaking: true });
});
