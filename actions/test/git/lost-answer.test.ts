import { expect, test } from 'vitest';
import { digestA } from '../bump-overlay/setup.ts';
import { startGitHub } from '../fakes/github.ts';
import { commit, git } from '../repositories.ts';
import { bad, good } from '../rollback/setup.ts';
import { hostedBumpWorld, hostedRollbackWorld } from './setup.ts';

const automatic = { automatic: 'true', 'expect-digest': bad, 'failure-reason': 'crash-loop' };

// libcurl sends a request again by itself when a connection that it has used before breaks, so that Git reads a rejection.
test.each([
  [1, 'was overtaken'],
  [2, 'git push failed'],
])('bump: the push lands and its answer is lost, %i times; the run goes on with that commit', async (times, text) => {
  const world = await hostedBumpWorld();
  const source = world.change('// a\n');
  world.host.fail('POST receive-pack', 'lost', { times });
  const ended = await world.bump(source, digestA);
  expect(ended.outputs, ended.stdout).toMatchObject({
    outcome: 'committed',
    'commit-sha': git(world.bare, 'rev-parse', 'main'),
  });
  expect(ended.stdout).toContain(text);
  expect(ended.stdout).toContain('the push has landed; its answer was lost');
  expect(git(world.bare, 'rev-list', '--count', `${source}..main`)).toBe('1');
});

test('a proposal whose answer is lost has its pull request all the same, once', async () => {
  const [world, github] = [await hostedBumpWorld(), await startGitHub()];
  const source = world.change('// a\n');
  world.host.fail('POST receive-pack', 'lost', { times: 2 });
  const inputs = { strategy: 'pull-request', token: github.token };
  const ended = await world.bump(source, digestA, { inputs, env: github.env });
  expect(ended.outputs, ended.stdout).toMatchObject({
    outcome: 'pull-request',
    'commit-sha': git(world.bare, 'rev-parse', 'release/staging'),
  });
  expect(github.pulls).toHaveLength(1);
});

test('an automatic rollback whose answer is lost is committed, so that the same run verifies it', async () => {
  const world = await hostedRollbackWorld();
  const before = git(world.bare, 'rev-parse', 'main');
  world.host.fail('POST receive-pack', 'lost');
  const ended = await world.rollback(automatic);
  expect(ended.outputs, ended.stdout).toMatchObject({
    outcome: 'committed',
    digest: good,
    'commit-sha': git(world.bare, 'rev-parse', 'main'),
  });
  expect(git(world.bare, 'rev-list', '--count', `${before}..main`)).toBe('1');
});

test('another writer pushes on top before anybody asks: the rollback has landed all the same', async () => {
  const world = await hostedRollbackWorld();
  const meanwhile = () => {
    git(world.work, 'fetch', '--quiet', world.bare, 'main');
    git(world.work, 'checkout', '--quiet', '--detach', 'FETCH_HEAD');
    commit(world.work, { 'docs/page.md': 'words\n' }, 'Docs');
    git(world.work, 'push', '--quiet', world.bare, 'HEAD:main');
  };
  world.host.fail('POST receive-pack', 'lost', { meanwhile });
  const ended = await world.rollback(automatic);
  expect(ended.outputs, ended.stdout).toMatchObject({
    outcome: 'committed',
    'commit-sha': git(world.bare, 'rev-parse', 'main^'),
  });
  expect(git(world.bare, 'log', '-1', '--format=%s', 'main')).toBe('Docs');
});

test('a push lands only when the next one has begun: one commit, and the run goes on with it', async () => {
  const world = await hostedRollbackWorld();
  const before = git(world.bare, 'rev-parse', 'main');
  world.host.fail('POST receive-pack', 'late', { times: 2 });
  const ended = await world.rollback(automatic);
  expect(ended.outputs, ended.stdout).toMatchObject({
    outcome: 'committed',
    digest: good,
    'commit-sha': git(world.bare, 'rev-parse', 'main'),
  });
  expect(ended.stdout).toContain('was overtaken');
  expect(git(world.bare, 'rev-list', '--count', `${before}..main`)).toBe('1');
});
