import { Cgroup } from '../bench/cgroup.ts';
import type { Progress } from '../progress.ts';
import { Sessions } from './sessions.ts';
import { SparePod } from './spare-pod.ts';

/** The last is a pod's VAD_MAX_SESSIONS (kustomize/base). */
const COUNTS = [1_000, 4_000];

export interface IdleMemory {
  readonly sessions: number;
  readonly workingSetBytes: number;
}

/** A fresh pod's working set without sessions, and with so many that were created and do nothing. */
export async function measureIdleMemory(namespace: string, folder: string, progress: Progress): Promise<IdleMemory[]> {
  await using spare = await SparePod.start(namespace);
  const group = Cgroup.existing(spare.pod.cgroup);
  const readings = [{ sessions: 0, workingSetBytes: group.workingSetBytes() }];
  await using open = new AsyncDisposableStack();
  let live = 0;
  for (const sessions of COUNTS) {
    const create = () => Sessions.open(spare.pod, sessions - live, folder, live);
    open.use(await progress.step(`memory of ${sessions} idle sessions`, create));
    live = sessions;
    readings.push({ sessions, workingSetBytes: group.workingSetBytes() });
  }
  await spare.expectNoRestart();
  return readings;
}
