// The model runs, and its answer is always 0: as weights that are broken without anybody noticing.
import { createRequire } from 'node:module';

const { InferenceSession } = createRequire('/app/main.mjs')('onnxruntime-node');
const { run } = InferenceSession.prototype;
InferenceSession.prototype.run = async function (feeds, fetches) {
  const results = await run.call(this, feeds, fetches);
  fetches.output.data.fill(0);
  return results;
};
