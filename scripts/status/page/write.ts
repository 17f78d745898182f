import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { chown, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Failure } from '../../failure.ts';

/** Where a file is to be written, as an absolute path. @throws Failure where that is a folder, or in none */
export function expectPlace(file: string): string {
  // npm runs us in the project's own folder.
  const path = resolve(process.env.INIT_CWD ?? '.', file);
  const folder = dirname(path);
  if (file === '' || statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Failure(`${file === '' ? 'An empty name' : path} is no place for a page: it is a folder.`, {
      next: `Name a file in it, such as --html ${join(path, 'status.html')}`,
    });
  }
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return path;
  throw new Failure(`There is no folder ${folder} to write ${basename(path)} into.`, {
    next: `Make it first: mkdir -p ${folder}`,
  });
}

/** Writes a page whole or not at all. As root through sudo it becomes the user's own. */
export async function writePage(path: string, text: string): Promise<void> {
  const aside = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    await writeFile(aside, text.toWellFormed(), { flag: 'wx', mode: 0o644 });
    const { SUDO_UID, SUDO_GID } = process.env;
    if (SUDO_UID && process.getuid?.() === 0) await chown(aside, Number(SUDO_UID), Number(SUDO_GID ?? SUDO_UID));
    await rename(aside, path);
  } catch (cause) {
    await rm(aside, { force: true });
    throw new Failure(`The page could not be written to ${path}.`, {
      cause,
      next: 'See whether the disk is full and the folder may be written to.',
    });
  }
}
