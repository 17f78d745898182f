import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { $ } from 'zx';
import { engineNames } from '../local/engines.ts';
import { rootCommand } from '../local/root.ts';
import type { Row } from './row.ts';
import { readRows, rowFile, rowFolder } from './row-file.ts';
import { type MatrixRun, matrixVariables } from './run-options.ts';
import { workTreeVersion } from './work-tree.ts';

const root = join(import.meta.dirname, '../..');

/** Runs the selected parts of the matrix, and keeps their rows for the work tree as it is now. Returns whether all passed. */
export async function runMatrix({ parts, engines }: MatrixRun): Promise<boolean> {
  const folder = rowFolder();
  // As the user: what root makes in it later stays the user's to remove.
  await mkdir(folder, { recursive: true });
  const variables = {
    [matrixVariables.only]: parts.map(({ id }) => id).join(','),
    [matrixVariables.folder]: folder,
    [matrixVariables.commit]: await workTreeVersion(root),
  };
  const files = engines.map(engine => `scripts/test/matrix/${engine}.test.ts`);
  const command = rootCommand(['vitest', 'run', '--project', 'matrix', ...files]);
  const env = { ...process.env, ...variables };
  return (await $({ cwd: root, stdio: 'inherit', nothrow: true, env })`${command}`).exitCode === 0;
}

/** Returns the rows that were measured on this very work tree. */
export async function rowsOfWorkTree(): Promise<readonly Row[]> {
  const version = await workTreeVersion(root);
  return engineNames.flatMap(engine => readRows(rowFile(rowFolder(), version, engine)));
}
