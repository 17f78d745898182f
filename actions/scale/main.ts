import { gitAuth } from '../toolkit/git/git-auth.ts';
import { withPrivateRepository } from '../toolkit/git/private-repository.ts';
import { run } from '../toolkit/run.ts';
import { findDue } from './due.ts';
import { readInputs } from './inputs.ts';
import { dueResult, result } from './result.ts';
import { scale } from './scale.ts';

await run('Scale', async signal => {
  const inputs = readInputs(signal);
  const { task, token, server, branch } = inputs;
  const auth = gitAuth(token, server.url);
  return withPrivateRepository(process.cwd(), { signal, auth }, async repository =>
    task.mode === 'due'
      ? dueResult(await findDue(repository, branch, new Date()))
      : result(inputs, task, await scale(inputs, task, repository)),
  );
});
