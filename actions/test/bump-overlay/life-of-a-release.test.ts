import { expect, test } from 'vitest';
import { git } from '../repositories.ts';
import { bumpWorld, digestA, digestB, file, image } from './setup.ts';

test('first bump, the same again, a newer source, an older one', async () => {
  const world = bumpWorld();
  const first = world.change('// a\n');
  const checkout = git(world.work, 'rev-parse', 'HEAD');

  const committed = await world.bump(first, digestA);
  expect(committed.code, committed.stdout).toBe(0);
  expect(committed.outputs).toMatchObject({ outcome: 'committed', digest: digestA, 'previous-digest': '' });
  expect(committed.outputs['commit-sha']).toBe(git(world.bare, 'rev-parse', 'main'));
  expect(committed.summary).toContain('(none) → aaaaaaaaaaaa');
  expect(git(world.bare, 'show', '--format=%an%n%B', '--name-only', 'main')).toBe(
    `github-actions[bot]\nRelease aaaaaaaaaaaa to staging\n\nSource-Commit: ${first}\nVad-Gitops-Run: 4711\n\n\n${file}`,
  );
  expect(world.released()).toContain('# Only actions write this file.');
  expect(world.released()).toContain(`newName: ${image}`);
  // The job's checkout is as it was, and the temporary work tree is gone.
  expect(git(world.work, 'rev-parse', 'HEAD')).toBe(checkout);
  expect(git(world.work, 'status', '--porcelain')).toBe('');
  expect(git(world.work, 'worktree', 'list').split('\n')).toHaveLength(1);

  const again = await world.bump(first, digestA);
  expect(again.outputs).toMatchObject({ outcome: 'noop', 'commit-sha': committed.outputs['commit-sha'] });

  const second = world.change('// a, in other words\n');
  const sameDigest = await world.bump(second, digestA);
  expect(sameDigest.outputs.outcome).toBe('committed');
  expect(git(world.bare, 'show', '--format=', '--unified=0', 'main').match(/^[+-] .*/gm)).toEqual([
    `-          vad-gitops.vixio.io/source-commit: '${first}'`,
    `+          vad-gitops.vixio.io/source-commit: '${second}'`,
  ]);

  const late = await world.bump(first, digestB);
  expect(late.code).toBe(0);
  expect(late.outputs).toMatchObject({ outcome: 'superseded', digest: digestA });
  expect(late.summary).toContain('Superseded');
});
