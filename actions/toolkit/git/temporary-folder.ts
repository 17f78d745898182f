import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Repository } from './git.ts';

/** Gives `work` a temporary folder, beside a private repository and else in the runner's; removes it. */
export async function withTemporaryFolder<T>(
  { scratch }: Pick<Repository, 'scratch'>,
  name: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(scratch ?? process.env.RUNNER_TEMP ?? tmpdir(), `${name}-`));
  try {
    return await work(folder);
  } finally {
    // A command of a cancelled run may still write there.
    await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}
