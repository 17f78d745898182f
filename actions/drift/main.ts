import { withPrivateRepository } from '../toolkit/git/private-repository.ts';
import { connect } from '../toolkit/github.ts';
import { run } from '../toolkit/run.ts';
import { drift } from './drift.ts';
import { readInputs } from './inputs.ts';

await run('Drift', signal => {
  const inputs = readInputs();
  const github = inputs.token === '' ? undefined : connect({ ...inputs, signal });
  return withPrivateRepository(process.cwd(), { signal }, repository => drift(inputs, repository, signal, github));
});
