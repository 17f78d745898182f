import { runCommand } from './command.ts';
import { chooseEngine, clusterEngine } from './local/chosen-engine.ts';
import { ensureCluster } from './local/cluster.ts';
import { deploy, expectCluster, resolveCommit, showRun, userRepository } from './local/deploy.ts';
import { DEFAULT_REPOSITORY } from './local/git.ts';
import { withClusterLock } from './local/lock.ts';
import { prepare } from './local/prepare.ts';
import { asRoot } from './local/root.ts';
import { terminalProgress } from './progress.ts';

const help = `npm run merge -- [REF] [--verbose]

Merges REF (default: HEAD, your current commit) into main of the local Git server, as GitHub's merge button does, and
runs .github/workflows/deploy.yaml for it: build once, staging, production, each verified. Your own branch is only read:
the commits that pin digests stay on the Git server's main. Needs the cluster of \`npm run up\`.

  --verbose   all of the run's output, BuildKit's too (the log in any case has it)`;

await runCommand(
  { help, options: { verbose: { type: 'boolean' } }, positionals: 1 },
  async ({ values, positionals }) => {
    const progress = terminalProgress();
    const engine = chooseEngine(undefined, clusterEngine());
    await prepare(progress, [engine]);
    await asRoot();
    await withClusterLock('merge', async () => {
      expectCluster();
      const commit = await resolveCommit(positionals[0] ?? 'HEAD', progress);
      const cluster = await ensureCluster(progress, [engine]);
      const deployment = { commit, source: userRepository, repository: DEFAULT_REPOSITORY, engine };
      await deploy(cluster, deployment, 'push', progress, showRun(values.verbose));
      console.log('\nThe run succeeded. `npm run status` shows what each environment runs.');
    });
  },
);
