import { gitAuth } from '../toolkit/git/git-auth.ts';
import { withPrivateRepository } from '../toolkit/git/private-repository.ts';
import { connect } from '../toolkit/github.ts';
import { run } from '../toolkit/run.ts';
import { readInputs } from './inputs.ts';
import { result } from './result.ts';
import { rollback } from './rollback.ts';

await run('Rollback', async signal => {
  const inputs = readInputs(signal);
  const { token, apiToken, server } = inputs;
  const github = connect({ token: apiToken, repository: server.repository, apiUrl: server.apiUrl, signal });
  const auth = gitAuth(token, server.url);
  return withPrivateRepository(process.cwd(), { signal, auth }, async repository =>
    result(inputs, await rollback(inputs, repository, github)),
  );
});
