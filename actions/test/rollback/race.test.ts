import { expect, test } from 'vitest';
import { pathWith, pathWithScript, temporaryFolder } from '../harness.ts';
import { git, serverHook, shallowClone } from '../repositories.ts';
import { bad, better, good, rollbackWorld } from './setup.ts';

test("a good release's bump in between: the automatic rollback gives way", async () => {
  const world = rollbackWorld();
  await world.release('good');
  await world.verified();
  await world.release('bad');
  const failed = git(world.bare, 'rev-parse', 'main');
  await world.release('better');
  git(world.work, 'fetch', '--quiet', 'origin', 'main');
  const theirs = git(world.work, 'rev-parse', 'FETCH_HEAD');
  git(world.bare, 'update-ref', 'refs/heads/main', failed);
  const once = `${temporaryFolder()}/raced`;
  const racing = pathWithScript(
    'git',
    `case " $* " in *" push "*) [ -e '${once}' ] || { touch '${once}'; "$REAL" -C '${world.work}' push --quiet origin ${theirs}:main; } ;; esac
exec "$REAL" "$@"`,
  );
  const PATH = `${pathWith('buildx').split(':')[0]}:${racing}`;
  const inputs = { automatic: 'true', 'expect-digest': bad, 'failure-reason': 'crash-loop' };
  const ended = await world.rollback(inputs, { env: { PATH } });
  expect([ended.code, ended.outputs.outcome], ended.stdout).toEqual([0, 'superseded']);
  expect(ended.stdout).toContain('push 1 of ≤ 10 was overtaken');
  expect(git(world.bare, 'rev-parse', 'main')).toBe(theirs);
  expect(world.named()).toBe(better);
});

test('two at once: one lands, the other finds it done', async () => {
  const world = rollbackWorld();
  await world.release('good');
  await world.verified();
  await world.release('bad');
  const clones = [shallowClone(world), shallowClone(world)];
  // Two runs: the same run, at the same second, would make the very same commit.
  const run = (cwd: string, number: number) =>
    world.rollback({ to: good }, { cwd, env: { GITHUB_RUN_ID: `${number}` } });
  const ended = await Promise.all(clones.map(run));
  expect(ended.map(({ outputs }) => outputs.outcome).toSorted(), ended.map(one => one.stdout).join('\n')).toEqual([
    'committed',
    'noop',
  ]);
  expect(world.named()).toBe(good);
  expect(world.holds().map(({ refuses }) => refuses)).toEqual([[bad]]);
});

test('ended in the middle: Git is as before, and the next run succeeds', async () => {
  const world = rollbackWorld();
  await world.release('good');
  await world.verified();
  await world.release('bad');
  const before = git(world.bare, 'rev-parse', 'main');
  serverHook(world, 'pre-receive', 'echo refused >&2; exit 1');
  const ended = await world.rollback({}, { killOn: 'takes back' });
  expect(ended.code).not.toBe(0);
  expect(git(world.bare, 'rev-parse', 'main')).toBe(before);
  expect(git(world.work, 'status', '--porcelain')).toBe('');
  serverHook(world, 'pre-receive', 'exit 0');
  const next = await world.rollback();
  expect(next.outputs, next.stdout).toMatchObject({ outcome: 'committed', digest: good });
});
