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
fault on every engine, each with its verdict and time in a table (about an hour and a half more).`;

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
  await run('unit', vitest('unit'));
  const onCluster = values.matrix || !clusterExists() ? ['lifecycle', 'cluster'] : ['cluster'];
  if (onCluster.length < 2)
    progress.note('A local cluster runs: the lifecycle tests, which need to end one, are left out.');
  // Most of a cluster's time is waiting: the scenarios run meanwhile, and what it said is shown when they have ended.
  const shown: string[] = [];
  const beside = async () => {
    for (const project of onCluster) {
      const { exitCode, text } = await heard(rootCommand(vitest(project)));
      if (exitCode !== 0) failed.push(project);
      shown.push(text);
    }
  };
  progress.note(`The ${onCluster.join(' and ')} tests run beside the scenarios; their output follows.`);
  await Promise.all([run('scenarios', vitest('scenarios')), beside()]);
  for (const text of shown) process.stdout.write(text);
  if (values.matrix) await run('matrix', rootCommand(vitest('matrix')));
  if (failed.length > 0)
    throw new Failure(`Failed: ${failed.join(', ')}.`, { next: 'Each one’s own output is above.' });
});

/** Runs a command without showing what it says, and gives that, in the order in which it was said. */
async function heard(command: readonly string[]): Promise<{ exitCode: number | null; text: string }> {
  const env = { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) };
  const { exitCode, stdall } = await $({ quiet: true, nothrow: true, env })`${command}`;
  return { exitCode, text: stdall };
}
