import type { Progress } from '../progress.ts';
import { ensureTools } from '../tools/build.ts';
import { moduleSource } from '../tools/module-source.ts';
import { clusterTools, type ToolModule } from '../tools/tools.ts';
import { argocdModule } from './argocd.ts';
import { expectSpace, neededSpace } from './space.ts';
import { expectStateDirectory } from './state.ts';

/** Brings tools, and what else the cluster is made of, into the caches. To be done as the user, whose they are, before root's work begins. */
export async function prepare(progress: Progress, modules: readonly ToolModule[] = clusterTools): Promise<void> {
  expectStateDirectory();
  await expectSpace(neededSpace(modules));
  await ensureTools(modules, progress);
  await moduleSource('argocd', argocdModule); // its CRDs
}
