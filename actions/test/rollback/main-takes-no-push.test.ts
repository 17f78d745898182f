import { expect, test } from 'vitest';
import { startGitHub } from '../fakes/github.ts';
import { git, serverHook } from '../repositories.ts';
import { rollbackWorld } from './setup.ts';

test('a push that fails otherwise is no reason for a pull request', async () => {
  const [world, github] = [rollbackWorld(), await startGitHub()];
  await world.release('good');
  await world.verified();
  await world.release('bad');
  serverHook(world, 'update', '[ "$1" != refs/heads/main ] || { echo "no space left on device" >&2; exit 1; }');
  const ended = await world.rollback({ 'api-token': github.token }, { env: github.env });
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('git-unavailable');
  expect(github.pulls).toEqual([]);
  expect(git(world.bare, 'branch', '--list', 'rollback/*')).toBe('');
});

test('where main takes no push, the rollback is a pull request', async () => {
  const [world, github] = [rollbackWorld(), await startGitHub()];
  await world.release('good');
  await world.verified();
  await world.release('bad');
  const before = git(world.bare, 'rev-parse', 'main');
  serverHook(
    world,
    'update',
    '[ "$1" != refs/heads/main ] || { echo "GH013: Repository rule violations" >&2; exit 1; }',
  );

  const denied = await world.rollback();
  expect(denied.outputs['failure-reason'], denied.stdout).toBe('bump-denied');
  const ended = await world.rollback({ 'api-token': github.token }, { env: github.env });
  expect(ended.outputs.outcome, ended.stdout).toBe('pull-request');
  expect(git(world.bare, 'rev-parse', 'main')).toBe(before);
  expect(git(world.bare, 'diff', '--name-only', 'main', 'rollback/staging').split('\n')).toHaveLength(2);
  // Whoever merges it starts the run that verifies it.
  expect(git(world.bare, 'log', '-1', '--format=%B', 'rollback/staging')).not.toContain('Vad-Gitops-Run');
});
