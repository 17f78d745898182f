import { run } from '../toolkit/run.ts';
import { readInputs } from './inputs.ts';
import { result } from './result.ts';
import { verifyRollout } from './verify-rollout.ts';

await run('Verify rollout', async signal => {
  const inputs = readInputs();
  return result(inputs, await verifyRollout(inputs, { dir: process.cwd(), signal }, signal));
});
