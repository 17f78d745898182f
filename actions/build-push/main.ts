import { run } from '../toolkit/run.ts';
import { buildPush } from './build-push.ts';
import { readInputs } from './inputs.ts';
import { result } from './result.ts';

await run('Build and push', async signal => {
  const inputs = readInputs();
  return result(inputs, await buildPush(inputs, { dir: process.cwd(), signal }));
});
