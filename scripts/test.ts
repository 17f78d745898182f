import { $ } from 'zx';
import { runCommand } from './command.ts';
import { Failure } from './failure.ts';
import { engineNames } from './local/engines.ts';
import { prepare } from './local/prepare.ts';
import { rootCommand } from './local/root.ts';
import { clusterExists } from './local/state.ts';
import { terminalProgress } from './progress.ts';
import { tools } from './tools/tools.ts';

const help = `npm test

Runs everything: npm run check, unit tests, scenarios (real processes), and the cluster tests, which deploy to a real
local cluster in namespaces of their own. A cluster that runs already is used and left as it was; where none runs, one is
made, killed, taken up again and removed (the lifecycle tests), then another for the cluster tests, removed at the end.
npm run test:unit runs the unit tests only, in seconds and without root.
npm run test:matrix is npm test with nothing left out: it asks you to end a running cluster first, and brings about every
fault on every engine, each with its verdict and time in a table (about an hour more).`;

await runCommand({ help, options: { matrix: { type: 'boolean' } }, positionals: 0 }, async ({ values }) => {
  const progress = terminalProgress();
  const everyTool = tools.map(tool => tool.module);
  await prepare(progress, engineNames, everyTool);
  const failed: string[] = [];
  const run = async (label: string, command: readonly string[]) => {
    const { exitCode } = await $({ stdio: 'inherit', nothrow: true })`${command}`;
    if (exitCode !== 0) failed.push(label);
  };
  const vitest = (project: string) => ['vitest', 'run', '--project', project];
  await run('check', [process.execPath, 'scripts/check.ts']);
  for (const project of ['unit', 'scenarios']) await run(project, vitest(project));
  if (values.matrix || !clusterExists()) await run('lifecycle', rootCommand(vitest('lifecycle')));
  else progress.note('A local cluster runs: the lifecycle tests, which need to end one, are left out.');
  await run('cluster', rootCommand(vitest('cluster')));
  if (values.matrix) await run('matrix', rootCommand(vitest('matrix')));
  if (failed.length > 0)
    throw new Failure(`Failed: ${failed.join(', ')}.`, { next: 'Each one’s own output is above.' });
});
