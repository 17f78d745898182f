import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { runCommand } from '../command.ts';
import { terminalProgress } from '../progress.ts';
import { ensureTools } from './build.ts';
import { binDirectory, cacheDirectory, tools } from './tools.ts';

const help = `node scripts/tools/all.ts

Builds every pinned tool that is missing, and removes what older pins have left: what a cache should keep, no more.`;

/** Removes from the tools' cache what none of the pinned tools is; gives the names. */
export async function removeOldTools(folder: string, wanted: readonly string[]): Promise<string[]> {
  const old = (await readdir(folder)).filter(name => !wanted.includes(name)).toSorted();
  for (const name of old) await rm(join(folder, name), { recursive: true });
  return old;
}

if (import.meta.main) {
  await runCommand({ help, options: {}, positionals: 0 }, async () => {
    await ensureTools(
      tools.map(tool => tool.module),
      terminalProgress(),
    );
    const wanted = tools.map(tool => basename(binDirectory(tool)));
    const old = await removeOldTools(join(cacheDirectory(), 'tools'), wanted);
    console.log(old.length === 0 ? 'Nothing old to remove.' : `Removed: ${old.join(', ')}`);
  });
}
