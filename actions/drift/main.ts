import { connect } from '../toolkit/github.ts';
import { run } from '../toolkit/run.ts';
import { drift } from './drift.ts';
import { readInputs } from './inputs.ts';

await run('Drift', signal => {
  const inputs = readInputs();
  const github = inputs.token === '' ? undefined : connect({ ...inputs, signal });
  return drift(inputs, { dir: process.cwd(), signal }, signal, github);
});
