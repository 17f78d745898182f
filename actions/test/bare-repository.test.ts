import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { needCommit } from '../toolkit/git.ts';
import { withWorktree } from '../toolkit/worktree.ts';
import { git, makeRepositories } from './repositories.ts';

// A Git host's own repository, which nothing fetches into.

test('a work tree of a bare repository without a remote holds the commit, and leaves nothing behind', async () => {
  const { bare } = makeRepositories({ 'a.txt': 'a' });
  expect(git(bare, 'remote')).toBe('');
  const dir = await withWorktree({ dir: bare }, 'main', async tree => {
    expect(readFileSync(join(tree.dir, 'a.txt'), 'utf8')).toBe('a');
    expect(git(tree.dir, 'rev-parse', 'HEAD')).toBe(git(bare, 'rev-parse', 'main'));
    return tree.dir;
  });
  expect(existsSync(dir)).toBe(false);
  expect(git(bare, 'worktree', 'list', '--porcelain')).not.toContain(dir);
  expect(git(bare, 'symbolic-ref', 'HEAD')).toBe('refs/heads/main');
});

test('a commit is found there, and one that is not there is said to be nowhere', async () => {
  const { bare } = makeRepositories({ 'a.txt': 'a' });
  const head = git(bare, 'rev-parse', 'main');
  expect(await needCommit({ dir: bare }, head)).toBe(head);
  await expect(needCommit({ dir: bare }, 'f'.repeat(40))).rejects.toMatchObject({ code: 'commit-unknown' });
});
