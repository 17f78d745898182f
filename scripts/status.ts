import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { chooseEngine, clusterEngine } from './local/chosen-engine.ts';
import { expectCluster, userRepository } from './local/deploy.ts';
import { DEFAULT_REPOSITORY } from './local/git.ts';
import { asRoot } from './local/root.ts';
import { statePath } from './local/state.ts';
import { readLastRun } from './local/workflow.ts';
import { terminalProgress } from './progress.ts';
import { collectEnvironment } from './status/collect.ts';
import { renderStatus } from './status/render.ts';
import { ensureTools } from './tools/build.ts';

const help = `npm run status [-- --json]

Shows what each environment of the local cluster runs: digest in Git, synced revision, live digest, pods, HPA and the
answer of gRPC health of every ready pod.

  --json   the same for machines, on stdout (with npm run --silent nothing else is printed)`;

await runCommand({ help, options: { json: { type: 'boolean' } }, positionals: 0 }, async ({ values }) => {
  expectCluster();
  await ensureTools(['kubernetes'], terminalProgress());
  await asRoot();
  const environments = readdirSync(join(userRepository, 'kustomize', 'clusters'))
    .sort()
    .reverse();
  const bare = statePath('git', `${DEFAULT_REPOSITORY}.git`);
  const engine = chooseEngine(undefined, clusterEngine());
  const statuses = await Promise.all(environments.map(environment => collectEnvironment(environment, engine, bare)));
  const lastRun = readLastRun(DEFAULT_REPOSITORY);
  if (values.json) console.log(JSON.stringify({ environments: statuses, lastRun }, null, 2));
  else console.log(renderStatus(statuses, lastRun));
});
