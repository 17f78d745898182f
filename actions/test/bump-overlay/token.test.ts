import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { basicHeader, startGitHost } from '../fakes/git-host.ts';
import { git } from '../repositories.ts';
import { bumpWorld, digestA } from './setup.ts';

const [checkoutToken, appToken] = ['ghs_checkout', 'ghs_app_on_the_bypass_list'];

test("on a protected branch the checkout's token is refused, and the token of an app lands", async () => {
  const world = bumpWorld();
  const source = world.change('// a\n');
  const host = await startGitHost(dirname(world.bare), { reader: checkoutToken, writer: appToken });
  // As actions/checkout leaves a repository.
  git(world.work, 'remote', 'set-url', 'origin', `${host.url}/origin.git`);
  git(world.work, 'config', `http.${host.url}/.extraheader`, `AUTHORIZATION: ${basicHeader(checkoutToken)}`);
  const settings = git(world.work, 'config', '--local', '--list');
  const env = { GITHUB_SERVER_URL: host.url };

  const refused = await world.bump(source, digestA, { env });
  expect(refused.outputs['failure-reason'], refused.stdout).toBe('bump-denied');
  expect(new Set(host.authorizations.map(String))).toEqual(new Set([basicHeader(checkoutToken)]));

  host.authorizations.length = 0;
  const landed = await world.bump(source, digestA, { env, inputs: { token: appToken } });
  expect(landed.outputs.outcome, landed.stdout).toBe('committed');
  expect(world.released()).toContain(digestA);
  expect(new Set(host.authorizations.map(String))).toEqual(new Set([basicHeader(appToken)]));
  // Said once each to the runner, which hides it from there on; kept nowhere.
  const rest = landed.stdout.replaceAll(/^::add-mask::.*$/gm, '');
  for (const secret of [appToken, basicHeader(appToken).slice(6)]) {
    expect(landed.stdout).toContain(`::add-mask::${secret}`);
    expect(rest + landed.summary + landed.outputs['report-json']).not.toContain(secret);
  }
  expect(git(world.work, 'config', '--local', '--list')).toBe(settings);
});
