import { run } from '../toolkit/run.ts';
import { classifyPush } from './classify-push.ts';
import { readInputs } from './inputs.ts';
import { result } from './result.ts';

await run('Classify push', async signal => {
  const inputs = readInputs();
  return result(inputs, await classifyPush(inputs, { dir: process.cwd(), signal }));
});
