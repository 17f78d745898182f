import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { $ } from 'zx';

/**
 * Runs the generators and names each generated file whose content they changed, made or removed. Contents are compared, not
 * Git's index: a person's uncommitted edits elsewhere are no fault, and neither is a generated file not yet committed.
 */
export async function generatedFaults(
  root: string,
  pathspecs: readonly string[],
  generate: () => Promise<void>,
): Promise<string[]> {
  const before = await contents(root, pathspecs);
  await generate();
  const after = await contents(root, pathspecs);
  const files = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return files
    .filter(file => before.get(file) !== after.get(file))
    .map(file => `${file} was out of date; it has been generated anew: commit it.`);
}

/** File → hash of its content, of the files that exist and are not ignored. */
async function contents(root: string, pathspecs: readonly string[]): Promise<Map<string, string>> {
  const list = $({ cwd: root, quiet: true });
  const { stdout } = await list`git ls-files -z --cached --others --exclude-standard -- ${pathspecs}`;
  const hashes = new Map<string, string>();
  for (const file of stdout.split('\0').filter(Boolean)) {
    const content = await readFile(join(root, file)).catch(() => undefined);
    if (content) hashes.set(file, createHash('sha256').update(content).digest('hex'));
  }
  return hashes;
}
