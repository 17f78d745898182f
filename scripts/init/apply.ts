import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { $ } from 'zx';
import { Failure } from '../failure.ts';
import type { Edit } from './edits.ts';

/**
 * Writes the edits; gives the files. A work tree with other changes is left alone unless forced, so that `git diff` shows
 * what was written and `git checkout .` takes it back.
 */
export async function applyEdits(
  root: string,
  edits: readonly Edit[],
  { force }: { force: boolean },
): Promise<string[]> {
  if (edits.length === 0) return [];
  if (!force) await refuseDirty(root);
  for (const { file, text } of edits) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
  return edits.map(({ file }) => file);
}

async function refuseDirty(root: string): Promise<void> {
  const status = await $({ cwd: root, quiet: true, nothrow: true })`git status --porcelain`;
  if (status.exitCode === 0 && status.stdout === '') return;
  const why =
    status.exitCode === 0
      ? `The work tree has changes that are not committed:\n${status.stdout.trimEnd()}`
      : `This is no Git work tree: ${status.stderr.trim()}`;
  throw new Failure(`${why}\nNothing was written.`, { next: 'Commit or stash them, or add `--force`.' });
}
