import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Ended, temporaryFolder, write } from '../harness.ts';
import { git, serverHook } from '../repositories.ts';
import { type BumpWorld, bumpWorld, digestA } from './setup.ts';

/** It failed once and for all, naming the way out, and left nothing behind. */
function expectDenied(world: BumpWorld, ended: Ended, said: string): void {
  expect(ended.code, ended.stdout).toBe(1);
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('bump-denied');
  expect(ended.stdout).toMatch(/^::error::Pushing to main is not permitted/m);
  expect(ended.stdout).toContain(said);
  expect(ended.summary).toContain('`token` of a GitHub App on its bypass list, or set `strategy: pull-request`');
  expect(ended.stdout).not.toContain('overtaken');
  expect(world.released()).not.toContain(digestA);
  expect(git(world.work, 'worktree', 'list').split('\n')).toHaveLength(1);
}

test.each([
  'error: GH006: Protected branch update failed for refs/heads/main.',
  'error: GH013: Repository rule violations found for refs/heads/main.',
  'GitLab: You are not allowed to push code to protected branches on this project.',
])('a server that says %j: no second try', async words => {
  const world = bumpWorld();
  const source = world.change('// a\n');
  serverHook(world, 'pre-receive', `echo '${words}' >&2\nexit 1`);
  expectDenied(world, await world.bump(source, digestA), words);
});

test('a branch protected in the words of the ref itself: no second try', async () => {
  const world = bumpWorld();
  const source = world.change('// a\n');
  const folder = temporaryFolder();
  write(folder, '0', 'protected branch hook declined');
  git(world.bare, 'config', 'receive.procReceiveRefs', 'refs/heads/main');
  const hook = join(import.meta.dirname, '../fakes/proc-receive.ts');
  serverHook(world, 'proc-receive', `FAKE_WORDINGS='${folder}' exec '${process.execPath}' '${hook}'`);
  // A second try would land.
  expectDenied(world, await world.bump(source, digestA), 'protected branch hook declined');
});

test.each([401, 403])('a server that answers %i: no second try', async status => {
  const world = bumpWorld();
  const source = world.change('// a\n');
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.writeHead(status, {
      'content-type': 'text/plain',
      ...(status === 401 && { 'www-authenticate': 'Basic' }),
    });
    response.end('Permission to owner/repository.git denied to github-actions[bot].');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  git(world.work, 'remote', 'set-url', '--push', 'origin', `http://127.0.0.1:${port}/owner/repository.git`);

  const ended = await world.bump(source, digestA);
  expectDenied(world, ended, status === 401 ? 'could not read Username' : 'error: 403');
  expect(asked).toEqual(['/owner/repository.git/info/refs?service=git-receive-pack']);
});
