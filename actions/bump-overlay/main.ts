import { checkoutAt } from '../toolkit/git/connection.ts';
import { gitAuth } from '../toolkit/git/git-auth.ts';
import { withPrivateRepository } from '../toolkit/git/private-repository.ts';
import { connect } from '../toolkit/github.ts';
import { run } from '../toolkit/run.ts';
import { bumpOverlay } from './bump-overlay.ts';
import { readInputs } from './inputs.ts';
import { completeRelease } from './promoted.ts';
import { result } from './result.ts';

await run('Bump overlay', async signal => {
  const { asked, ...given } = readInputs(signal);
  const { token, server } = given;
  const github = connect({ token, repository: server.repository, apiUrl: server.apiUrl, signal });
  const checkout = process.cwd();
  const inputs = { ...given, release: await completeRelease(checkoutAt(checkout, signal), asked) };
  const auth = gitAuth(token, server.url);
  return withPrivateRepository(checkout, { signal, auth }, async repository =>
    result(inputs, await bumpOverlay(inputs, repository, github)),
  );
});
