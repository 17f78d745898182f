import { readFile } from 'node:fs/promises';
import { setInterval as looks } from 'node:timers/promises';

const LOOK_MS = 1000;

/** All that the files hold, to compare; one that cannot be read counts by the reason. */
export async function contentsOf(paths: readonly string[]): Promise<string> {
  const read = (path: string) => readFile(path, 'latin1').catch((error: NodeJS.ErrnoException) => `${error.code}`);
  return (await Promise.all(paths.map(read))).join('\0');
}

/**
 * Looks time and again and tells of what is new once two looks have found it: files that belong together are not replaced
 * at one instant. It looks because file system events miss how Kubernetes replaces the files of a Secret. It does not
 * keep the process alive.
 * @param known what was found before, and is in use.
 */
export async function watchFor(
  look: () => Promise<string>,
  known: string,
  changed: (found: string) => Promise<void>,
  everyMs = LOOK_MS,
  signal?: AbortSignal,
): Promise<void> {
  let told = known;
  let last = known;
  for await (const _ of looks(everyMs, undefined, { ref: false, ...(signal && { signal }) })) {
    const found = await look();
    if (found !== told && found === last) {
      told = found;
      await changed(found);
    }
    last = found;
  }
}
