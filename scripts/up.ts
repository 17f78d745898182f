import { runCommand } from './command.ts';
import { autoscalersRead } from './local/autoscaling.ts';
import { chooseEngine, clusterEngine, keepEngine } from './local/chosen-engine.ts';
import { ensureCluster } from './local/cluster.ts';
import { deploy, resolveCommit, showRun, userRepository } from './local/deploy.ts';
import { DEFAULT_REPOSITORY } from './local/git.ts';
import { withClusterLock } from './local/lock.ts';
import { prepare } from './local/prepare.ts';
import { asRoot } from './local/root.ts';
import { kubeconfigs } from './local/state.ts';
import { terminalProgress } from './progress.ts';
import { toolDirectory } from './tools/tools.ts';

const help = `npm run up [-- --engine NAME] [--verbose]

Brings up a real local Kubernetes cluster with an image registry, a Git server and Argo CD or Flux, merges your current
commit into main of that Git server and runs .github/workflows/deploy.yaml for it. Ends when staging and production run
main, verified; main is your commit, merged with what was merged there before. Runs again at any time: what runs already
is kept, the engine too. The first run builds the tools, in about 12 minutes on 2 cores (15 for Flux); they stay in
~/.cache/vad-gitops.

Needs Linux with git, Go 1.26 or newer, and root or passwordless sudo; Debian packages are installed where it may.

  --engine NAME   who syncs the environments: argocd (the default) or flux. A cluster keeps its engine until npm run down
  --verbose       all of the run's output, BuildKit's too (the log in any case has it)

See also: npm run merge, npm run status, npm run talk, npm run down.`;

const options = { verbose: { type: 'boolean' }, engine: { type: 'string' } } as const;

await runCommand({ help, options, positionals: 0 }, async ({ values }) => {
  const progress = terminalProgress();
  const engine = chooseEngine(values.engine, clusterEngine());
  await prepare(progress, [engine]);
  await asRoot();
  await withClusterLock('up', async () => {
    const commit = await resolveCommit('HEAD', progress);
    keepEngine(engine);
    const cluster = await ensureCluster(progress, [engine]);
    const deployment = { commit, source: userRepository, repository: DEFAULT_REPOSITORY, engine };
    // A dispatch deploys and verifies whatever the push changed, nothing included.
    const { checkout } = await deploy(cluster, deployment, 'workflow_dispatch', progress, showRun(values.verbose));
    await progress.step('CPU readings for the HPA', () => autoscalersRead(checkout));
  });
  console.log(`
The service runs in staging and production, verified.
  npm run status                                            what each environment runs
  npm run talk -- vad-service/test/audio/two-phrases.wav    speech through the deployed service
  npm run merge                                             deploy your next commit
  npm run down                                              remove it all
For kubectl (as root):
  export KUBECONFIG=${kubeconfigs.admin} PATH=${toolDirectory('kubernetes')}:$PATH`);
});
