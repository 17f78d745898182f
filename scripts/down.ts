import { existsSync } from 'node:fs';
import { runCommand } from './command.ts';
import { withClusterLock } from './local/lock.ts';
import { removeCluster } from './local/remove.ts';
import { asRoot } from './local/root.ts';
import { stateDirectory } from './local/state.ts';
import { terminalProgress } from './progress.ts';

const help = `npm run down

Ends the local cluster: its processes (by id), pods, mounts, bridge, iptables rules, network namespaces and cgroups,
its registry and its Git host with all that was merged there. The built tools stay in the cache. Your checkout is not
touched. Safe to run at any time, also after a crash.`;

await runCommand({ help, options: {}, positionals: 0 }, async () => {
  await asRoot();
  const progress = terminalProgress();
  await withClusterLock('down', async () => {
    const existed = existsSync(stateDirectory);
    await progress.step('remove the local cluster', removeCluster);
    console.log(existed ? 'The local cluster is gone.' : 'There was no local cluster.');
  });
});
