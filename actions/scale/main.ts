import { tokenSettings } from '../toolkit/git-token.ts';
import { run } from '../toolkit/run.ts';
import { findDue } from './due.ts';
import { readInputs } from './inputs.ts';
import { dueResult, result } from './result.ts';
import { scale } from './scale.ts';

await run('Scale', async signal => {
  const inputs = readInputs(signal);
  const { task, token, server, branch } = inputs;
  const repository = { dir: process.cwd(), signal, env: tokenSettings(token, server.url) };
  if (task.mode === 'due') return dueResult(await findDue(repository, branch, new Date()));
  return result(inputs, task, await scale(inputs, task, repository));
});
