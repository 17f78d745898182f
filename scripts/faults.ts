import { join } from 'node:path';
import { $ } from 'zx';
import { runCommand } from './command.ts';
import { publishedRowFile } from './matrix/fault-page.ts';
import { rowsToPublish } from './matrix/published-rows.ts';
import { readAllRows, readRows, rowFolder, writeRows } from './matrix/row-file.ts';
import { tableCases } from './test/matrix/catalogue.ts';

const help = `npm run faults [-- --from COMMIT[,COMMIT]]

Puts into docs/faults.json what \`npm run test:matrix\` has measured at this commit, also in parts; \`npm run gen\` then makes
the table in docs/faults.md from it. Fails, and names what is missing, unless every case has a row for both engines. Rows of
a work tree with uncommitted changes do not count.

  --from COMMIT[,COMMIT]  takes the rows of these commits, the newest of each case: those that were measured on this machine,
                          and those that docs/faults.json has already`;

const root = join(import.meta.dirname, '..');

await runCommand({ help, options: { from: { type: 'string' } }, positionals: 0 }, async ({ values }) => {
  const names = (values.from ?? 'HEAD').split(',').map(name => name.trim());
  const commits = await Promise.all(names.filter(Boolean).map(fullCommit));
  const known = [...readRows(publishedRowFile), ...readAllRows(rowFolder())];
  const rows = rowsToPublish(tableCases, known, commits);
  writeRows(publishedRowFile, rows);
  console.log(
    `docs/faults.json holds ${rows.length} rows. \`npm run gen\` makes the table in docs/faults.md from them.`,
  );
});

/** A commit that this clone does not have may still be one that rows are of. */
async function fullCommit(name: string): Promise<string> {
  const found = await $({ cwd: root, quiet: true, nothrow: true })`git rev-parse --verify --quiet ${name}^{commit}`;
  return found.stdout.trim() || name;
}
