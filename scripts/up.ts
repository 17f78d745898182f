import { runCommand } from './command.ts';
import { autoscalersRead } from './local/autoscaling.ts';
import { ensureCluster } from './local/cluster.ts';
import { deploy, resolveCommit, showRun, userRepository } from './local/deploy.ts';
import { DEFAULT_REPOSITORY } from './local/git.ts';
import { withClusterLock } from './local/lock.ts';
import { prepare } from './local/prepare.ts';
import { asRoot } from './local/root.ts';
import { kubeconfigs } from './local/state.ts';
import { terminalProgress } from './progress.ts';
import { toolDirectory } from './tools/tools.ts';

const help = `npm run up [-- --verbose]

Brings up a real local Kubernetes cluster with an image registry, a Git server and Argo CD, merges your current commit
into main of that Git server and runs .github/workflows/deploy.yaml for it. Ends when staging and production run
main, verified; main is your commit, merged with what was merged there before. Runs again at any time: what runs already is kept. The first run builds the tools, in about 12 minutes
on 2 cores; they stay in ~/.cache/vad-gitops.

Needs Linux with git, Go 1.26 or newer, and root or passwordless sudo; Debian packages are installed where it may.

  --verbose   all of the run's output, BuildKit's too (the log in any case has it)

See also: npm run merge, npm run status, npm run talk, npm run down.`;

await runCommand({ help, options: { verbose: { type: 'boolean' } }, positionals: 0 }, async ({ values }) => {
  const progress = terminalProgress();
  await prepare(progress);
  await asRoot();
  await withClusterLock('up', async () => {
    const commit = await resolveCommit('HEAD', progress);
    const cluster = await ensureCluster(progress);
    const deployment = { commit, source: userRepository, repository: DEFAULT_REPOSITORY };
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
