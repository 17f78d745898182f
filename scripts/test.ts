import { $ } from 'zx';
import { runCommand } from './command.ts';
import { Failure } from './failure.ts';
import { rootCommand } from './local/root.ts';
import { terminalProgress } from './progress.ts';
import { ensureTools } from './tools/build.ts';
import { tools } from './tools/tools.ts';

const help = `npm test

Runs everything: npm run check, unit tests, scenarios (real processes), and the cluster tests, which deploy to a real
local cluster in namespaces of their own. A cluster that runs already is used and left as it was.
npm run test:unit runs the unit tests only, in seconds and without root.`;

await runCommand({ help, options: {}, positionals: 0 }, async () => {
  const progress = terminalProgress();
  await ensureTools(
    tools.map(tool => tool.module),
    progress,
  );
  const failed: string[] = [];
  const run = async (label: string, command: readonly string[]) => {
    const { exitCode } = await $({ stdio: 'inherit', nothrow: true })`${command}`;
    if (exitCode !== 0) failed.push(label);
  };
  await run('check', [process.execPath, 'scripts/check.ts']);
  const vitest = (project: string) => ['vitest', 'run', '--project', project];
  for (const project of ['unit', 'scenarios']) await run(project, vitest(project));
  await run('cluster', rootCommand(vitest('cluster')));
  if (failed.length > 0)
    throw new Failure(`Failed: ${failed.join(', ')}.`, { next: 'Each one’s own output is above.' });
});
