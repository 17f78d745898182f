import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { $ } from 'zx';
import { buildApp } from './bench/app.ts';
import { Measurement } from './bench/measure.ts';
import { background, type Row, rows } from './bench/rows.ts';
import { columns } from './columns.ts';
import { runCommand } from './command.ts';
import { Failure } from './failure.ts';
import { findBaseImage } from './local/base-image.ts';
import { layerBytes } from './local/oci-layout.ts';
import { asRoot } from './local/root.ts';
import { terminalProgress } from './progress.ts';
import { ensureTools } from './tools/build.ts';
import { benchTools } from './tools/tools.ts';

const help = `npm run bench [-- --calls N] [--json FILE]

Measures the service as the image runs it, in a cgroup with the pod's memory, pinned to one core, with ghz on another: each
figure beside its bound. Figures are ratios of one run; a machine that does other work at the same time spoils them.

  --calls N     Detects in each part (default 120000)
  --json FILE   writes all that was measured`;

const options = { calls: { type: 'string', default: '120000' }, json: { type: 'string' } } as const;

await runCommand({ help, options, positionals: 0 }, async ({ values }) => {
  const calls = Number(values.calls);
  if (!(Number.isInteger(calls) && calls >= 1000))
    throw new Failure(`--calls ${values.calls} is not a whole number from 1000.`);
  if (availableParallelism() < 2) throw new Failure('The benchmark needs two cores: one serves, the other loads.');
  const progress = terminalProgress();
  await ensureTools(benchTools, progress);
  await asRoot(); // cgroups
  const folder = await mkdtemp(join(tmpdir(), 'vad-bench-'));
  try {
    const app = await progress.step('build the app', () => buildApp(folder));
    const measured = await new Measurement(app, { server: 0, load: 1 }, calls, progress).run(folder);
    const base = findBaseImage();
    const image = { own: await compressedBytes(app.folder), base: base === undefined ? base : layerBytes(base) };
    const table = rows(measured, image);
    console.log(`${draw(table)}\n\n${background(measured).join('\n')}`);
    if (values.json) await writeFile(values.json, `${JSON.stringify({ rows: table, measured }, null, 2)}\n`);
  } finally {
    await rm(folder, { recursive: true });
  }
});

/** As a registry counts a layer. */
async function compressedBytes(folder: string): Promise<number> {
  const own = ['main.mjs', 'model-worker.mjs', 'node_modules'];
  const run = await $({ quiet: true, cwd: folder })`tar --create ${own} | gzip -6 | wc --bytes`;
  return Number(run.stdout);
}

function draw(table: readonly Row[]): string {
  return columns([
    ['figure', 'measured', 'bar', ''],
    ...table.map(({ figure, measured, bar, met }) => [figure, measured, bar, met ? '✔' : '✘ missed']),
  ]);
}
