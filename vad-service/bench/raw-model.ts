/** The model alone, in full batches: prints microseconds a frame as JSON. */
import { MAX_BATCH } from '../src/inference.ts';
import { loadModel } from '../src/model.ts';

const WARM_UP_RUNS = 100;
const RUNS = 2000;

const model = await loadModel();
// Noise, so that no shortcut for zeros helps.
for (let i = 0; i < model.memory.input.length; i++) model.memory.input[i] = Math.random() - 0.5;
const run = async (times: number) => {
  for (let i = 0; i < times; i++) await model.run(16_000, MAX_BATCH);
};
await run(WARM_UP_RUNS);
const began = performance.now();
await run(RUNS);
console.log(JSON.stringify({ wallMicroseconds: ((performance.now() - began) * 1000) / (RUNS * MAX_BATCH) }));
