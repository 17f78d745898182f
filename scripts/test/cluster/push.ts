import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { $ } from 'zx';
import { type Merge, pushMain } from '../../local/merge.ts';
import { statePath } from '../../local/state.ts';

/** What becomes of each file's text ('' where there is none yet), by its path; undefined removes it. */
export type Changes = Readonly<Record<string, (text: string) => string | undefined>>;

/** A person changes files and pushes straight to main of a repository on the local Git host, whose checkout follows; `at` is the commit's time. */
export async function pushToMain(name: string, changes: Changes, at = new Date()): Promise<Merge> {
  const checkout = statePath('checkouts', name);
  const env = { ...process.env, GIT_COMMITTER_DATE: at.toISOString() };
  const git = $({ cwd: checkout, quiet: true, env });
  for (;;) {
    await git`git fetch --quiet origin`;
    await git`git checkout --quiet --force -B main origin/main`;
    const before = (await git`git rev-parse HEAD`).stdout.trim();
    await edit(checkout, changes);
    await git`git add --all`;
    await git`git commit --quiet --allow-empty --message ${`Edit ${Object.keys(changes).join(', ') || 'nothing'}`}`;
    const after = (await git`git rev-parse HEAD`).stdout.trim();
    if (await pushMain(checkout, before)) return { checkout, before, after, pushed: true };
  }
}

async function edit(checkout: string, changes: Changes): Promise<void> {
  for (const [path, change] of Object.entries(changes)) {
    const file = join(checkout, path);
    const text = change(await readFile(file, 'utf8').catch(() => ''));
    if (text === undefined) await rm(file, { force: true });
    else await writeFile(file, text);
  }
}
