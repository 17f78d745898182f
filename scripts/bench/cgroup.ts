import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = '/sys/fs/cgroup';
const UNIFIED = existsSync(join(ROOT, 'cgroup.controllers'));
const CPU_PERIOD_MICROSECONDS = 100_000;

export interface Limits {
  readonly memoryBytes: number;
  /** Cores, as in a pod's `limits.cpu`; none if undefined. */
  readonly cpus?: number;
}

/** CPU time since the group was made; a part of it is the difference of two. */
export interface CpuUse {
  readonly microseconds: number;
  /** Periods of the quota in which it had work, and those in which it had used the quota up. */
  readonly periods: number;
  readonly throttledPeriods: number;
}

/** A control group with a pod's limits, and what the kubelet reads of one. */
export class Cgroup {
  readonly #memory: string;
  readonly #cpu: string;
  readonly #cpuTime: string;

  private constructor(name: string) {
    this.#memory = join(ROOT, UNIFIED ? '' : 'memory', name);
    this.#cpu = join(ROOT, UNIFIED ? '' : 'cpu', name);
    this.#cpuTime = join(ROOT, UNIFIED ? '' : 'cpuacct', name);
  }

  static async create(name: string, limits: Limits): Promise<Cgroup> {
    const group = new Cgroup(name);
    if (UNIFIED) await writeFile(join(ROOT, 'cgroup.subtree_control'), '+memory +cpu');
    for (const folder of new Set([group.#memory, group.#cpu])) await mkdir(folder);
    await group.#limit(limits);
    return group;
  }

  /** One that somebody else has made and will remove. */
  static existing(name: string): Cgroup {
    return new Cgroup(name);
  }

  /** A process that writes its id into each of these is in the group, with all that it starts. */
  get processFiles(): readonly string[] {
    return [...new Set([this.#memory, this.#cpu])].map(folder => join(folder, 'cgroup.procs'));
  }

  /** What the kubelet calls the working set: all memory but inactive files. */
  workingSetBytes(): number {
    const usage = this.#number(UNIFIED ? 'memory.current' : 'memory.usage_in_bytes');
    return usage - this.#stat(UNIFIED ? 'inactive_file' : 'total_inactive_file');
  }

  /** How often the kernel ended a process of the group for want of memory. */
  oomKills(): number {
    const file = join(this.#memory, UNIFIED ? 'memory.events' : 'memory.oom_control');
    return statistic(readFileSync(file, 'utf8'), 'oom_kill');
  }

  /** Of a group with a CPU limit. */
  cpuUse(): CpuUse {
    const stat = readFileSync(join(this.#cpu, 'cpu.stat'), 'utf8');
    const microseconds = UNIFIED
      ? statistic(stat, 'usage_usec')
      : Number(readFileSync(join(this.#cpuTime, 'cpuacct.usage'), 'utf8')) / 1000;
    return { microseconds, periods: statistic(stat, 'nr_periods'), throttledPeriods: statistic(stat, 'nr_throttled') };
  }

  /** Removes the group once its processes have gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const folder of new Set([this.#memory, this.#cpu])) {
      // A dead process stays in its group for a moment, and the kernel says EBUSY.
      for (let tries = 0; existsSync(folder) && tries < 50; tries++) {
        await rmdir(folder).catch(() => sleep(100));
      }
    }
  }

  async #limit({ memoryBytes, cpus }: Limits): Promise<void> {
    await writeFile(join(this.#memory, UNIFIED ? 'memory.max' : 'memory.limit_in_bytes'), String(memoryBytes));
    if (cpus === undefined) return;
    const quota = cpus * CPU_PERIOD_MICROSECONDS;
    if (UNIFIED) return writeFile(join(this.#cpu, 'cpu.max'), `${quota} ${CPU_PERIOD_MICROSECONDS}`);
    await writeFile(join(this.#cpu, 'cpu.cfs_period_us'), String(CPU_PERIOD_MICROSECONDS));
    await writeFile(join(this.#cpu, 'cpu.cfs_quota_us'), String(quota));
  }

  #number(file: string): number {
    return Number(readFileSync(join(this.#memory, file), 'utf8'));
  }

  #stat(name: string): number {
    return statistic(readFileSync(join(this.#memory, 'memory.stat'), 'utf8'), name);
  }
}

/** One line of a file of statistics. */
function statistic(text: string, name: string): number {
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
}
