import { setTimeout as sleep } from 'node:timers/promises';
import type { Cgroup } from './cgroup.ts';

const SAMPLE_MS = 50;

/** Watches a cgroup's working set, which the kernel keeps no peak of. */
export class PeakMemory {
  readonly #cgroup: Cgroup;
  readonly #stop = new AbortController();
  peakBytes = 0;

  constructor(cgroup: Cgroup) {
    this.#cgroup = cgroup;
    void this.#watch();
  }

  [Symbol.dispose](): void {
    this.#stop.abort();
  }

  async #watch(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.peakBytes = Math.max(this.peakBytes, this.#cgroup.workingSetBytes());
      await sleep(SAMPLE_MS, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }
}
