import { tokenSettings } from '../toolkit/git-token.ts';
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
  const repository = { dir: process.cwd(), signal, env: tokenSettings(token, server.url) };
  const inputs = { ...given, release: await completeRelease(repository, asked) };
  return result(inputs, await bumpOverlay(inputs, repository, github));
});
