import { checkoutAt } from '../toolkit/git/connection.ts';
import { run } from '../toolkit/run.ts';
import { classifyPush, findReleased } from './classify-push.ts';
import { readInputs } from './inputs.ts';
import { result } from './result.ts';

await run('Classify push', async signal => {
  const inputs = readInputs();
  const repository = checkoutAt(process.cwd(), signal);
  return result(inputs, await classifyPush(inputs, repository), await findReleased(inputs, repository));
});
