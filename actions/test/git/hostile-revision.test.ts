import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensureCommit } from '../../toolkit/git/fetch.ts';
import { temporaryFolder } from '../harness.ts';
import { git, makeRepositories, shallowClone } from '../repositories.ts';

// A release file, a ledger entry and an engine's status name revisions, and none of them is ours to trust.
test.each([
  ['an option', (mark: string) => `--upload-pack=touch ${mark};`],
  ['a refspec', () => '+refs/heads/main:refs/remotes/origin/other'],
  ['a branch', () => 'main'],
  ['a short id', (_: string, id: string) => id.slice(0, 12)],
  ['nothing', () => ''],
  ['two lines', (_: string, id: string) => `${id}\n--all`],
])('%s in the place of a commit is not handed to Git', async (_, make) => {
  const repositories = makeRepositories({ 'a.txt': 'a\n' });
  const dir = shallowClone(repositories);
  const mark = join(temporaryFolder(), 'mark');
  const revision = make(mark, git(repositories.bare, 'rev-parse', 'main'));
  await expect(ensureCommit({ dir }, revision)).rejects.toMatchObject({ code: 'commit-unknown' });
  expect(existsSync(mark)).toBe(false);
  expect(git(dir, 'for-each-ref', 'refs/remotes/origin/other')).toBe('');
});
