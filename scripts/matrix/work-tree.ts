import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { $ } from 'zx';

/** Names what a work tree holds: its commit, or `COMMIT-dirty-HASH` where uncommitted changes make it something else. */
export async function workTreeVersion(folder: string): Promise<string> {
  const git = $({ cwd: folder, quiet: true });
  const commit = (await git`git rev-parse HEAD`).stdout.trim();
  const changed = (await git`git diff --no-ext-diff --binary HEAD`).stdout;
  const untracked = (await git`git ls-files -z --others --exclude-standard --full-name :/`).stdout.split('\0');
  const added = untracked.filter(Boolean);
  if (changed === '' && added.length === 0) return commit;
  const hash = createHash('sha256').update(changed);
  const root = (await git`git rev-parse --show-toplevel`).stdout.trim();
  for (const file of added) hash.update(`\0${file}\0`).update(await readFile(join(root, file)).catch(() => ''));
  return `${commit}-dirty-${hash.digest('hex').slice(0, 8)}`;
}
