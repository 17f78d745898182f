import type { Progress } from '../progress.ts';
import { ensureTools } from '../tools/build.ts';
import { moduleSource } from '../tools/module-source.ts';
import { clusterTools } from '../tools/tools.ts';
import { argocdModule } from './argocd.ts';

/** Brings what the cluster is made of into the caches. To be done as the user, whose they are, before root's work begins. */
export async function prepare(progress: Progress): Promise<void> {
  await ensureTools(clusterTools, progress);
  await moduleSource('argocd', argocdModule); // its CRDs
}
