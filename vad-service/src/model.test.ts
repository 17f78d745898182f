import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { randomFrom } from '../test/audio.ts';
import { type BatchMemory, inputSamples, type SampleRate } from './inference.ts';
import { loadModel } from './model.ts';

const LAYER = 128;

/** One member's part of a run's memory: input and both layers of its state before, or probability and state after. */
const parts = ({ input, state, probability, nextState }: BatchMemory, rate: SampleRate, frames: number, i: number) => {
  const layers = (values: Float32Array) =>
    [i, frames + i].map(at => values.subarray(at * LAYER, (at + 1) * LAYER)) as [Float32Array, Float32Array];
  return {
    input: input.subarray(i * inputSamples(rate), (i + 1) * inputSamples(rate)),
    before: layers(state),
    probability: probability[i],
    after: layers(nextState),
  };
};

test.each([
  [16_000, 0.00167],
  [8000, 0.01737],
] as const)('at %d Hz, silence to a fresh state has a small probability, and the state changes', async (rate, probability) => {
  const model = await loadModel();
  await model.run(rate, 1);
  expect(model.memory.probability[0]).toBeCloseTo(probability, 4);
  expect(model.memory.nextState.subarray(0, 2 * LAYER).some(value => value !== 0)).toBe(true);
});

test.each([
  16_000, 8000,
] as const)('at %d Hz, a frame comes to the same, bit by bit, whatever runs beside it', async rate => {
  const random = randomFrom(rate);
  const noise = (length: number) => Float32Array.from({ length }, () => random() * 2 - 1);
  const members = Array.from({ length: 32 }, () => ({
    input: noise(inputSamples(rate)),
    layers: [noise(LAYER), noise(LAYER)],
  }));
  const model = await loadModel();
  const run = async (chosen: typeof members) => {
    for (const [i, member] of chosen.entries()) {
      const { input, before } = parts(model.memory, rate, chosen.length, i);
      input.set(member.input);
      before.forEach((layer, at) => void layer.set(member.layers[at] as Float32Array));
    }
    await model.run(rate, chosen.length);
    return chosen.map((_, i) => {
      const { probability, after } = parts(model.memory, rate, chosen.length, i);
      return { probability, after: after.map(layer => layer.slice()) };
    });
  };
  const alone = [];
  for (const member of members) alone.push(...(await run([member])));
  expect(new Set(alone.map(({ probability }) => probability)).size).toBe(32);
  for (let frames = 2; frames <= 32; frames++) {
    expect(await run(members.slice(0, frames)), `${frames} in a run`).toEqual(alone.slice(0, frames));
  }
});

test('another file is refused by its sha256', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vad-model-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'silero_vad_v6.onnx');
  await writeFile(path, 'another');
  await expect(loadModel(path)).rejects.toThrow(/is not Silero VAD v6: its sha256 is [0-9a-f]{64}, expected 1a153a22/);
});

test('a missing file is named with what to do', async () => {
  await expect(loadModel('/nowhere/model.onnx')).rejects.toThrow(
    /nowhere\/model.onnx cannot be read: ENOENT.*\nPoint VAD_MODEL_PATH/,
  );
});
