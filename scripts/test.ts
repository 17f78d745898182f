import { $ } from 'zx';
import { runCommand } from './command.ts';
import { Failure } from './failure.ts';
import { engineNames } from './local/engines.ts';
import { prepare } from './local/prepare.ts';
import { rootCommand } from './local/root.ts';
import { clusterExists } from './local/state.ts';
import { rowsOfWorkTree, runMatrix } from './matrix/run.ts';
import { readMatrixRun } from './matrix/run-options.ts';
import { listParts } from './matrix/selection.ts';
import { type Progress, terminalProgress } from './progress.ts';
import { parts } from './test/matrix/catalogue.ts';
import { tools } from './tools/tools.ts';

const help = `npm test

Runs everything: npm run check, unit tests, scenarios (real processes), and the cluster tests, which deploy to a real
local cluster in namespaces of their own. A cluster that runs already is used and left as it was; where none runs, one is
made, killed, taken up again and removed (the lifecycle tests), then another for the cluster tests, removed at the end.
npm run test:unit runs the unit tests only, in seconds and without root.

npm run test:matrix [-- --only NAME[,NAME] --engine ENGINE --no-preamble --list]

Everything of npm test, with nothing left out (a running cluster has to be ended first), then the matrix: every fault on
every engine, each with its verdict and time in a table (about two hours more).

  --only NAME[,NAME]  runs these parts of the matrix only, after everything of npm test
  --engine ENGINE     argocd or flux (default: both at once)
  --no-preamble       leaves out everything of npm test; a cluster that runs is used and left as it was
  --list              prints the names of the parts, and which have passed at this commit

Each case that passes is kept at once, under the commit, so that a whole matrix can be run in parts. npm run faults puts
what was measured into docs/faults.json.`;

const options = {
  matrix: { type: 'boolean' },
  only: { type: 'string' },
  engine: { type: 'string' },
  'no-preamble': { type: 'boolean' },
  list: { type: 'boolean' },
} as const;

await runCommand({ help, options, positionals: 0 }, async ({ values }) => {
  const matrix = readMatrixRun(values, parts);
  if (values.list) return console.log(listParts(parts, await rowsOfWorkTree()));
  const progress = terminalProgress();
  const everyTool = tools.map(tool => tool.module);
  await prepare(progress, engineNames, everyTool);
  const failed = matrix?.hasPreamble === false ? [] : await runAll(progress, matrix !== undefined);
  if (matrix && !(await runMatrix(matrix))) failed.push('matrix');
  if (failed.length > 0)
    throw new Failure(`Failed: ${failed.join(', ')}.`, { next: 'Each one’s own output is above.' });
});

/** Runs everything but the matrix, and returns what has failed. */
async function runAll(progress: Progress, withLifecycle: boolean): Promise<string[]> {
  const failed: string[] = [];
  const run = async (label: string, command: readonly string[]) => {
    const { exitCode } = await $({ stdio: 'inherit', nothrow: true })`${command}`;
    if (exitCode !== 0) failed.push(label);
  };
  await run('check', [process.execPath, 'scripts/check.ts']);
  await run('unit', vitest('unit'));
  const onCluster = withLifecycle || !clusterExists() ? ['lifecycle', 'cluster'] : ['cluster'];
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
  return failed;
}

function vitest(project: string): readonly string[] {
  return ['vitest', 'run', '--project', project];
}

/** Runs a command without showing what it says, and gives that, in the order in which it was said. */
async function heard(command: readonly string[]): Promise<{ exitCode: number | null; text: string }> {
  const env = { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) };
  const { exitCode, stdall } = await $({ quiet: true, nothrow: true, env })`${command}`;
  return { exitCode, text: stdall };
}
