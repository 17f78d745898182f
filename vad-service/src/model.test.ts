import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { INPUT_SAMPLES, STATE_LENGTH } from './inference.ts';
import { loadModel } from './model.ts';

test('the installed model answers a probability and the next state', async () => {
  const model = await loadModel();
  const state = new Float32Array(STATE_LENGTH);
  const probability = await model.infer(new Float32Array(INPUT_SAMPLES), state);
  expect(probability).toBeCloseTo(0.00167, 4);
  expect(Math.fround(probability)).toBe(probability);
  expect(state.some(value => value !== 0)).toBe(true);
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
