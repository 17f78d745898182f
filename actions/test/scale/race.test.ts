import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { digestB, file } from '../bump-overlay/setup.ts';
import { pathWithScript, temporaryFolder } from '../harness.ts';
import { commit, git, shallowClone } from '../repositories.ts';
import { scaleWorld } from './setup.ts';

test('a bump in between: both land', async () => {
  const world = await scaleWorld();
  // The bump lands on a copy, and on main just before the scale's first push.
  const source = world.change('// b\n');
  const before = git(world.bare, 'rev-parse', 'main');
  const bumped = await world.bump(source, digestB);
  git(world.bare, 'branch', 'later', 'main');
  git(world.bare, 'update-ref', 'refs/heads/main', before);
  const once = `${temporaryFolder()}/raced`;
  const PATH = pathWithScript(
    'git',
    `case " $* " in *" push "*) [ -e '${once}' ] || { touch '${once}'; "$REAL" -C '${world.bare}' update-ref refs/heads/main later; } ;; esac
exec "$REAL" "$@"`,
  );

  const ended = await world.scale({ min: '3' }, { env: { PATH } });
  expect(ended.outputs.outcome, ended.stdout).toBe('committed');
  expect(ended.stdout).toContain('push 1 of ≤ 10 was overtaken');
  expect(git(world.bare, 'rev-parse', 'main~1')).toBe(bumped.outputs['commit-sha']);
  expect(world.released()).toContain(digestB);
  expect(world.released()).toContain('minReplicas: 3');
});

test('scales and a bump at once: each lands on the others, none is lost', async () => {
  const world = await scaleWorld();
  const source = world.change('// b\n');
  const asked = [{ min: '4' }, { max: '20' }, { 'cpu-target': '50' }];
  const clones = [...asked, {}].map(() => shallowClone(world));
  const [bumped, ...scaled] = await Promise.all([
    world.bump(source, digestB, { cwd: clones[3] ?? '' }),
    ...asked.map((inputs, at) => world.scale(inputs, { cwd: clones[at] ?? '' })),
  ]);
  for (const ended of [bumped, ...scaled]) expect(ended.outputs.outcome, ended.stdout).toBe('committed');
  const landed = git(world.bare, 'rev-list', `${source}..main`).split('\n');
  expect(landed.toSorted()).toEqual([bumped, ...scaled].map(({ outputs }) => outputs['commit-sha']).toSorted());
  for (const text of [digestB, 'minReplicas: 4', 'maxReplicas: 20', 'value: 50'])
    expect(world.released()).toContain(text);
  const after = await world.scale({ min: '4' });
  expect(after.outputs, after.stdout).toMatchObject({ outcome: 'noop', min: '4', max: '20', 'cpu-target': '50' });
});

test('a branch that may not be pushed to is said at once', async () => {
  const world = await scaleWorld();
  const hook = `${world.bare}/hooks/pre-receive`;
  writeFileSync(hook, "#!/bin/sh\necho 'error: GH006: Protected branch update failed'\nexit 1\n", { mode: 0o755 });
  const ended = await world.scale({ min: '3' });
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('bump-denied');
  expect(git(world.bare, 'show', `main:${file}`)).not.toContain('minReplicas');
});

test('a person who pushes in between keeps their commit', async () => {
  const world = await scaleWorld();
  const theirs = commit(world.work, { 'docs/page.md': 'words\n' }, 'Docs');
  const once = `${temporaryFolder()}/raced`;
  const PATH = pathWithScript(
    'git',
    `case " $* " in *" push "*) [ -e '${once}' ] || { touch '${once}'; "$REAL" -C '${world.work}' push --quiet origin HEAD:main; } ;; esac
exec "$REAL" "$@"`,
  );
  const ended = await world.scale({ min: '3' }, { env: { PATH } });
  expect(ended.outputs.outcome, ended.stdout).toBe('committed');
  expect(git(world.bare, 'rev-parse', 'main~1')).toBe(theirs);
});
