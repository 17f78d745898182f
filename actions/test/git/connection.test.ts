import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { readConnection } from '../../toolkit/git/connection.ts';
import { gitAuth, settingsEnv } from '../../toolkit/git/git-auth.ts';
import { temporaryFolder, write } from '../harness.ts';
import { git, makeRepositories } from '../repositories.ts';

test('what reaches the server is taken over, wherever it was set, and nothing else', async () => {
  const { work } = makeRepositories({ 'a.txt': 'a' });
  const folder = temporaryFolder();
  write(
    folder,
    'global',
    '[url "https://github.com/"]\n\tinsteadOf = gh:\n[core]\n\thooksPath = /hooks\n\tsshCommand = ssh -i key\n',
  );
  write(folder, 'included', '[http "https://github.com/"]\n\textraheader = AUTHORIZATION: one\n');
  vi.stubEnv('GIT_CONFIG_GLOBAL', join(folder, 'global'));
  vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1');
  vi.stubEnv('GIT_CONFIG_COUNT', '1');
  vi.stubEnv('GIT_CONFIG_KEY_0', 'http.proxy');
  vi.stubEnv('GIT_CONFIG_VALUE_0', 'http://proxy.invalid');
  vi.stubEnv('GIT_DIR', folder);
  for (const [name, value] of [
    ['remote.origin.url', '../origin.git'],
    ['remote.origin.fetch', '+refs/heads/*:refs/remotes/origin/*'],
    ['remote.other.url', 'https://other.invalid/'],
    ['include.path', join(folder, 'included')],
    ['filter.lfs.smudge', 'false'],
    ['credential.https://github.com.helper', 'store'],
    ['http.sslVerify', 'true'],
    ['user.name', 'Somebody'],
  ] as const)
    execute(work, name, value);
  const found = await readConnection(work, undefined);
  vi.unstubAllEnvs();
  expect(found).toEqual(
    expect.arrayContaining([
      ['url.https://github.com/.insteadof', 'gh:'],
      ['core.sshcommand', 'ssh -i key'],
      ['remote.origin.url', join(work, '../origin.git')],
      ['http.https://github.com/.extraheader', 'AUTHORIZATION: one'],
      ['credential.https://github.com.helper', 'store'],
      ['http.sslverify', 'true'],
      ['http.proxy', 'http://proxy.invalid'],
    ]),
  );
  expect(found).toHaveLength(7);
});

test('a token comes last, behind the checkout’s own header, which it takes away', () => {
  const name = 'http.https://github.com/.extraheader';
  const env = settingsEnv([[name, 'AUTHORIZATION: one'], ...gitAuth('two', 'https://github.com/')]);
  expect(env).toMatchObject({
    GIT_CONFIG_COUNT: '3',
    GIT_CONFIG_KEY_1: name,
    GIT_CONFIG_VALUE_1: '',
    GIT_CONFIG_KEY_2: name,
    GIT_CONFIG_VALUE_2: `AUTHORIZATION: basic ${Buffer.from('x-access-token:two').toString('base64')}`,
  });
  expect(gitAuth('', 'https://github.com')).toEqual([]);
});

// The environment names another repository by now.
function execute(work: string, name: string, value: string): void {
  git(work, `--git-dir=${work}/.git`, 'config', name, value);
}
