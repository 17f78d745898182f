import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensureCommit } from '../toolkit/git/fetch.ts';
import { withManifests } from '../toolkit/git/write-files.ts';
import { git, makeRepositories } from './repositories.ts';

// A Git host's own repository, which nothing fetches into.

test('the manifests of a bare repository without a remote are written out, and nothing stays behind', async () => {
  const { bare } = makeRepositories({ 'kustomize/a.yaml': 'a', 'b.txt': 'b' });
  expect(git(bare, 'remote')).toBe('');
  const dir = await withManifests({ dir: bare }, 'main', async folder => {
    expect(readFileSync(join(folder, 'kustomize/a.yaml'), 'utf8')).toBe('a');
    expect(existsSync(join(folder, 'b.txt'))).toBe(false);
    return folder;
  });
  expect(existsSync(dir)).toBe(false);
  expect(git(bare, 'worktree', 'list', '--porcelain')).not.toContain(dir);
});

test('a commit is found there, and one that is not there is said to be nowhere', async () => {
  const { bare } = makeRepositories({ 'a.txt': 'a' });
  const head = git(bare, 'rev-parse', 'main');
  expect(await ensureCommit({ dir: bare }, head)).toBe(head);
  await expect(ensureCommit({ dir: bare }, 'f'.repeat(40))).rejects.toMatchObject({ code: 'commit-unknown' });
});
