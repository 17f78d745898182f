import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheDirectory } from '../../../scripts/tools/tools.ts';

/**
 * A folder in the project's cache, made when it is not there; its name tells everything that it was made from.
 * It is whole or absent: made aside, then renamed into place.
 */
export async function madeOnce(
  name: string,
  madeFrom: readonly string[],
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(madeFrom)).digest('hex').slice(0, 16);
  const folder = join(cacheDirectory(), 'clients', `${name}-${hash}`);
  if (existsSync(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const aside = await mkdtemp(`${folder}.making-`);
  try {
    await make(aside);
    // Another process may have been faster; its folder is as good.
    await rename(aside, folder).catch(error => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return folder;
}
