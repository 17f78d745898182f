import { readFile } from 'node:fs/promises';
import { setInterval as looks } from 'node:timers/promises';

const LOOK_MS = 1000;

/** All that the files hold, to compare; one that cannot be read counts by the reason. */
export async function contentsOf(paths: readonly string[]): Promise<string> {
  const read = (path: string) => readFile(path, 'latin1').catch((error: NodeJS.ErrnoException) => `${error.code}`);
  return (await Promise.all(paths.map(read))).join('\0');
}

/**
 * Looks at the files time and again and tells when they hold something else, once they have held it for two looks: files
 * that belong together are not replaced at one instant. It looks because file system events miss how Kubernetes
 * replaces the files of a Secret. It does not keep the process alive.
 * @param known what contentsOf gave for what is in use.
 */
export async function watchFiles(
  paths: readonly string[],
  known: string,
  changed: () => Promise<void>,
  everyMs = LOOK_MS,
  signal?: AbortSignal,
): Promise<void> {
  let told = known;
  let last = known;
  for await (const _ of looks(everyMs, undefined, { ref: false, ...(signal && { signal }) })) {
    const seen = await contentsOf(paths);
    if (seen !== told && seen === last) {
      told = seen;
      await changed();
    }
    last = seen;
  }
}
