import { ensureCluster } from '../../local/cluster.ts';
import { acquireClusterLock } from '../../local/lock.ts';
import { removeCluster } from '../../local/remove.ts';
import { clusterExists } from '../../local/state.ts';
import { terminalProgress } from '../../progress.ts';

/** Holds the local cluster for all cluster tests; one that was not there before is removed again. */
export default async function setup(): Promise<() => Promise<void>> {
  const release = await acquireClusterLock('test');
  const wasThere = clusterExists();
  const teardown = async () => {
    if (!wasThere) await removeCluster();
    release();
  };
  try {
    await ensureCluster(terminalProgress());
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}
