import { checkoutAt } from '../toolkit/git/connection.ts';
import { connect } from '../toolkit/github.ts';
import { run } from '../toolkit/run.ts';
import { readInputs } from './inputs.ts';
import { renderDiff } from './render-diff.ts';

await run('Render diff', signal => {
  const inputs = readInputs();
  const { comment, apiUrl, repository } = inputs;
  const github = comment && connect({ token: comment.token, repository, apiUrl, signal });
  return renderDiff(inputs, checkoutAt(process.cwd(), signal), github?.call);
});
