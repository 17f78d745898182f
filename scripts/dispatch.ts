import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { completeInputs, type Dispatchable, describeInputs, readWorkflow } from './dispatch/inputs.ts';
import { Failure } from './failure.ts';
import { chooseEngine, clusterEngine } from './local/chosen-engine.ts';
import { ensureCluster } from './local/cluster.ts';
import { expectCluster, showRun, userRepository } from './local/deploy.ts';
import { dispatch } from './local/dispatch.ts';
import { DEFAULT_REPOSITORY } from './local/git.ts';
import { withClusterLock } from './local/lock.ts';
import { prepare } from './local/prepare.ts';
import { asRoot } from './local/root.ts';
import { terminalProgress } from './progress.ts';

const workflows = join(userRepository, '.github', 'workflows');
const words = process.argv
  .slice(2)
  .filter(word => !word.startsWith('-'))
  .map(word => word.replace(/\.yaml$/, ''));
const named = words.find(word => read(word) !== undefined) ?? words[0] ?? '';
const workflow = read(named);
const noSuch = `There is no workflow ${named} that can be dispatched.`;

const help = `npm run dispatch -- WORKFLOW [--INPUT VALUE …] [--schedule] [--verbose]

Starts a workflow by hand, as the button "Run workflow" on GitHub does: the real file of main runs on this machine, on the
local cluster of \`npm run up\`. There is: ${known().join(', ')}.

${describeNamed()}

  --schedule  start it as its clock does, without inputs
  --verbose   all of the run's output (the log in any case has it)`;

const inputs = (workflow?.inputs ?? []).map(
  ({ name, type }) => [name, { type: type === 'boolean' ? ('boolean' as const) : ('string' as const) }] as const,
);
const options = { verbose: { type: 'boolean' }, schedule: { type: 'boolean' }, ...Object.fromEntries(inputs) } as const;

await runCommand({ help, options, positionals: 1 }, async ({ values }) => {
  if (!workflow) throw unknown();
  const { verbose, schedule, ...given } = values as Record<string, string | boolean | undefined>;
  if (schedule && Object.keys(given).length > 0) throw new Failure('--schedule takes no inputs.');
  if (schedule && !workflow.isScheduled) throw new Failure(`${named} has no schedule.`);
  const start = schedule
    ? ({ kind: 'schedule', cron: '' } as const)
    : ({ kind: 'workflow_dispatch', inputs: completeInputs(workflow.inputs, given) } as const);
  const progress = terminalProgress();
  const engine = chooseEngine(undefined, clusterEngine());
  await prepare(progress, [engine]);
  await asRoot();
  await withClusterLock('dispatch', async () => {
    expectCluster();
    const cluster = await ensureCluster(progress, [engine]);
    const run = { workflow: `${named}.yaml`, start, repository: DEFAULT_REPOSITORY, engine };
    await dispatch(cluster, run, progress, showRun(verbose === true));
    console.log('\nThe run succeeded. `npm run status` shows what each environment runs.');
  });
});

function read(name: string): Dispatchable | undefined {
  const file = join(workflows, `${name}.yaml`);
  return /^[\w-]+$/.test(name) && existsSync(file) ? readWorkflow(readFileSync(file, 'utf8')) : undefined;
}

function describeNamed(): string {
  if (workflow) return `The inputs of ${named}:\n${describeInputs(workflow.inputs) || '  none'}`;
  const slip = named === '' ? '' : `${noSuch} `;
  return `${slip}npm run dispatch -- WORKFLOW --help lists its inputs.`;
}

function known(): string[] {
  const names = readdirSync(workflows).map(file => file.replace(/\.yaml$/, ''));
  return names.filter(name => read(name) !== undefined);
}

function unknown(): Failure {
  return new Failure(named === '' ? 'No workflow was named.' : noSuch, {
    next: `There is: ${known().join(', ')}. Add --help for its inputs.`,
  });
}
