import type { TestProject } from 'vitest/node';
import { clusterEngine } from '../../local/chosen-engine.ts';
import { type Cluster, ensureCluster } from '../../local/cluster.ts';
import { stopDaemon } from '../../local/daemon.ts';
import { engineNames, engines } from '../../local/engines.ts';
import { acquireClusterLock } from '../../local/lock.ts';
import { removeCluster } from '../../local/remove.ts';
import { terminalProgress } from '../../progress.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly cluster: Cluster;
  }
}

/** Holds the local cluster, with every engine, for all cluster tests; what was not there before is ended again. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const release = await acquireClusterLock('test');
  const engineBefore = clusterEngine();
  const teardown = async () => {
    if (engineBefore === undefined) await removeCluster();
    const others = engineNames.filter(name => name !== engineBefore);
    for (const daemon of others.flatMap(name => engines[name].daemons)) await stopDaemon(daemon);
    release();
  };
  try {
    project.provide('cluster', await ensureCluster(terminalProgress(), engineNames));
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}
