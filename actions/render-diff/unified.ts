import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandFailed } from '../toolkit/exec.ts';
import { gitCommand, tryGit } from '../toolkit/git/git.ts';

/** A unified diff of two texts by git, without its header. */
export async function unifiedDiff(before: string, after: string, signal?: AbortSignal): Promise<string> {
  const dir = await mkdtemp(join(process.env.RUNNER_TEMP ?? tmpdir(), 'render-diff-'));
  try {
    await writeFile(join(dir, 'before'), before);
    await writeFile(join(dir, 'after'), after);
    // No configuration of the user's: an external diff or colours would be theirs, not ours.
    const args = ['diff', '--no-index', '--no-ext-diff', '--no-color', '--text', '--unified=3', 'before', 'after'];
    const outcome = await tryGit({ dir, signal }, ...args);
    if (outcome.code > 1) throw commandFailed(gitCommand({ dir }, args), outcome);
    const text = outcome.stdout.toString('utf8');
    return text.slice(Math.max(0, text.indexOf('@@ '))).trimEnd();
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
