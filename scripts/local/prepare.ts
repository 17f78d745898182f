import type { Progress } from '../progress.ts';
import { ensureTools } from '../tools/build.ts';
import { clusterTools, type ToolModule } from '../tools/tools.ts';
import { type EngineName, engines } from './engines.ts';
import { expectSpace, neededSpace } from './space.ts';
import { expectStateDirectory } from './state.ts';

/** Brings tools, and what else the cluster is made of, into the caches. To be done as the user, whose they are, before root's work begins. */
export async function prepare(
  progress: Progress,
  engineNames: readonly EngineName[],
  modules: readonly ToolModule[] = toolsOf(engineNames),
): Promise<void> {
  expectStateDirectory();
  await expectSpace(neededSpace(modules));
  await ensureTools(modules, progress);
  for (const name of engineNames) await engines[name].download();
}

/** The tools of a cluster with these engines, and of no other. */
export function toolsOf(engineNames: readonly EngineName[]): readonly ToolModule[] {
  return [...clusterTools, ...engineNames.flatMap(name => engines[name].tools)];
}
