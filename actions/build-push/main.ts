import { connect } from '../toolkit/github.ts';
import { run } from '../toolkit/run.ts';
import { githubAttestor } from './attest.ts';
import { buildPush } from './build-push.ts';
import { readInputs } from './inputs.ts';
import { result } from './result.ts';

await run('Build and push', async signal => {
  const inputs = readInputs();
  const { attest } = inputs;
  const attestor = attest && githubAttestor(attest, connect({ ...attest, signal }));
  return result(inputs, await buildPush(inputs, { dir: process.cwd(), signal }, attestor));
});
