import type { Running } from '../toolkit/exec.ts';
import { type Cluster, watch } from '../toolkit/kubectl.ts';
import { sleep } from '../toolkit/poll.ts';

const retryMs = 10_000;

// Changes come in bursts; one look sees them all.
const burstMs = 200;

/**
 * Rings when something changes in the cluster, so that the next look comes at once. The look itself lists: Deployment,
 * ReplicaSets and pods of one moment, which streams of their own would not give. A stream that breaks is opened again; until
 * then the looks come by their period alone.
 */
export class Bell {
  readonly #cluster: Cluster;
  readonly #stopped = new AbortController();
  readonly #running = new Set<Running>();
  #wake = new AbortController();

  /** @param watched what `kubectl get` takes: a kind, names, a namespace */
  constructor(cluster: Cluster, watched: readonly (readonly string[])[]) {
    this.#cluster = cluster;
    for (const args of watched) void this.#listen(args).catch(() => undefined);
  }

  /** Waits for a change, at most `ms`. Throws the signal's reason as soon as it aborts. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    const either = AbortSignal.any([signal, this.#wake.signal]);
    await sleep(ms, either).catch(() => signal.throwIfAborted());
    if (this.#wake.signal.aborted) await sleep(burstMs, signal);
    this.#wake = new AbortController();
  }

  stop(): void {
    this.#stopped.abort();
    for (const running of this.#running) running.stop();
  }

  async #listen(args: readonly string[]): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted && !this.#cluster.signal?.aborted) {
      const running = watch(this.#cluster, args);
      this.#running.add(running);
      for await (const _ of running.lines) this.#wake.abort();
      this.#running.delete(running);
      await sleep(retryMs, signal);
    }
  }
}
