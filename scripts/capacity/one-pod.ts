import { Cgroup } from '../bench/cgroup.ts';
import { PeakMemory } from '../bench/peak-memory.ts';
import type { Progress } from '../progress.ts';
import { CoreWatch } from './cores.ts';
import type { RunningPod } from './pod.ts';
import { descend, largest } from './search.ts';
import { frameRate, Sessions } from './sessions.ts';
import { SparePod } from './spare-pod.ts';
import { isWorthAnother, judge, type Step } from './step.ts';

const RANGE = { first: 32, grid: 4, most: 1024 };
/** Until V8 has compiled what is hot. */
const FIRST_WARM_UP_SECONDS = 20;
const WARM_UP_SECONDS = 3;
const STEP_SECONDS = 10;
const LONG_SECONDS = 60;

export interface OnePod {
  /** In the order in which they were tried. */
  readonly steps: readonly Step[];
  /** The largest that held for a minute; undefined if none did. */
  readonly held: Step | undefined;
}

/** Finds how many real-time sessions one pod of an environment holds, by short steps; the answer then has to hold for a minute. */
export async function measureOnePod(namespace: string, folder: string, progress: Progress): Promise<OnePod> {
  await using spare = await SparePod.start(namespace);
  const steps: Step[] = [];
  const attempt = async (count: number, seconds: number) => {
    const label = `one pod, ${count} sessions for ${seconds} s`;
    const step = await progress.step(label, () => measureStep(spare.pod, count, seconds, folder));
    await spare.expectNoRestart();
    progress.note(`${count} sessions: p99 ${step.p99Ms.toFixed(1)} ms, the machine ${percent(step.machineBusy)} busy`);
    steps.push(step);
    return step;
  };
  const holds = async (count: number, seconds: number) => {
    for (let tries = 1; ; tries++) {
      const step = await attempt(count, seconds);
      if (judge(step).kind === 'holds') return true;
      if (!isWorthAnother(step, tries)) return false;
    }
  };
  await progress.step('warm up', () => warmUp(spare.pod, folder));
  const found = await largest(count => holds(count, STEP_SECONDS), RANGE);
  const held = await descend(count => holds(count, LONG_SECONDS), found, RANGE.grid);
  return { steps, held: steps.findLast(step => step.sessions === held && step.seconds > STEP_SECONDS) };
}

const percent = (share: number) => `${Math.round(share * 100)} %`;

async function warmUp(pod: RunningPod, folder: string): Promise<void> {
  await using sessions = await Sessions.open(pod, RANGE.first, folder);
  await sessions.speak(FIRST_WARM_UP_SECONDS);
}

async function measureStep(pod: RunningPod, count: number, seconds: number, folder: string): Promise<Step> {
  await using sessions = await Sessions.open(pod, count, folder);
  await sessions.speak(WARM_UP_SECONDS);
  const group = Cgroup.existing(pod.cgroup);
  using memory = new PeakMemory(group);
  const cores = new CoreWatch();
  const before = group.cpuUse();
  const outcome = await sessions.speak(seconds);
  const after = group.cpuUse();
  const machineBusy = cores.busy();
  const { p50Ms, p99Ms, statuses } = outcome;
  return {
    sessions: count,
    seconds,
    askedRate: frameRate(count),
    rate: (frameRate(count) * seconds) / outcome.seconds,
    p50Ms,
    p99Ms,
    statuses,
    cpuCores: (after.microseconds - before.microseconds) / 1e6 / outcome.seconds,
    throttled: (after.throttledPeriods - before.throttledPeriods) / (after.periods - before.periods),
    peakWorkingSetBytes: memory.peakBytes,
    oomKills: group.oomKills(),
    machineBusy,
  };
}
