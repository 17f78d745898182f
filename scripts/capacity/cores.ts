import { type CpuInfo, cpus } from 'node:os';

type Times = Pick<CpuInfo, 'times'>;

/** Watches how busy the whole machine is: near 1, and it is the machine that is measured. */
export class CoreWatch {
  readonly #before = cpus();

  /** Share of all cores' time since the beginning, 0 to 1. */
  busy(): number {
    return busyShare(this.#before, cpus());
  }
}

export function busyShare(before: readonly Times[], after: readonly Times[]): number {
  const sum = (cores: readonly Times[], of: (times: CpuInfo['times']) => number) =>
    cores.reduce((total, { times }) => total + of(times), 0);
  const all = ({ user, nice, sys, idle, irq }: CpuInfo['times']) => user + nice + sys + idle + irq;
  const idle = (times: CpuInfo['times']) => times.idle;
  return 1 - (sum(after, idle) - sum(before, idle)) / (sum(after, all) - sum(before, all));
}
