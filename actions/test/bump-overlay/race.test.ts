import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startGitHub } from '../fakes/github.ts';
import { pathWithScript, temporaryFolder, write } from '../harness.ts';
import { commit, git, serverHook } from '../repositories.ts';
import { bumpWorld, digestA, digestB } from './setup.ts';

// Before the action's first push, somebody else's push lands.
function overtakenBy(competitor: string): string {
  const once = `${temporaryFolder()}/raced`;
  return pathWithScript(
    'git',
    `case " $* " in *" push "*) [ -e '${once}' ] || { touch '${once}'; "$REAL" -C '${competitor}' push --quiet origin HEAD:main; } ;; esac
exec "$REAL" "$@"`,
  );
}

test("a person's push in between: the bump is made again on top of it", async () => {
  const world = bumpWorld();
  const source = world.change('// a\n');
  const theirs = commit(world.work, { 'docs/page.md': 'words\n' }, 'Docs');

  const ended = await world.bump(source, digestA, { env: { PATH: overtakenBy(world.work) } });

  expect(ended.code, ended.stdout).toBe(0);
  expect(ended.outputs.outcome).toBe('committed');
  expect(ended.stdout).toContain('push 1 of ≤ 10 was overtaken');
  expect(git(world.bare, 'rev-parse', 'main~1')).toBe(theirs);
  expect(world.released()).toContain(digestA);
});

test("a newer source's bump in between: ours is superseded, theirs stays", async () => {
  const world = bumpWorld();
  const older = world.change('// a\n');
  const newer = world.change('// b\n');
  await world.bump(newer, digestB);
  // Their bump is taken off main and put back while ours is under way.
  git(world.work, 'pull', '--quiet', 'origin', 'main');
  git(world.bare, 'update-ref', 'refs/heads/main', newer);

  const ended = await world.bump(older, digestA, { env: { PATH: overtakenBy(world.work) } });

  expect(ended.code, ended.stdout).toBe(0);
  expect(ended.outputs).toMatchObject({ outcome: 'superseded', digest: digestB });
  expect(world.released()).toContain(digestB);
});

test('main moves while a first proposal is made: it is proposed all the same', async () => {
  const [world, github] = [bumpWorld(), await startGitHub()];
  const source = world.change('// a\n');
  commit(world.work, { 'docs/page.md': 'words\n' }, 'Docs');
  const inputs = { strategy: 'pull-request', token: github.token };
  const ended = await world.bump(source, digestA, { inputs, env: { ...github.env, PATH: overtakenBy(world.work) } });
  expect(ended.outputs, ended.stdout).toMatchObject({
    outcome: 'pull-request',
    'commit-sha': git(world.bare, 'rev-parse', 'release/staging'),
  });
  expect(github.pulls).toHaveLength(1);
});

test('where others win every push, it ends after max-attempts', async () => {
  const world = bumpWorld();
  const source = world.change('// a\n');
  const folder = temporaryFolder();
  for (const name of ['0', '1', '2']) write(folder, name, 'incorrect old value provided');
  git(world.bare, 'config', 'receive.procReceiveRefs', 'refs/heads/main');
  const hook = join(import.meta.dirname, '../fakes/proc-receive.ts');
  serverHook(world, 'proc-receive', `FAKE_WORDINGS='${folder}' exec '${process.execPath}' '${hook}'`);
  const ended = await world.bump(source, digestA, { inputs: { 'max-attempts': '2' } });
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('bump-contended');
  expect(ended.stdout).toContain('All 2 pushes were overtaken');
  expect(git(world.bare, 'rev-parse', 'main')).toBe(source);
});
