import { setTimeout as sleep } from 'node:timers/promises';
import { listAt, numberAt, textAt } from '../../actions/toolkit/json.ts';
import { deploymentName } from '../../actions/toolkit/manifest-names.ts';
import { getJson } from '../local/kubectl.ts';
import { readHpa } from '../status/collect.ts';

const INTERVAL_MS = 2_000;

/** What the HPA wants and what there is. */
export interface Replicas {
  readonly desired: number;
  readonly current: number;
  readonly ready: number;
  /** Mean CPU of the pods in percent of their request, as the HPA last read it. */
  readonly cpuPercent: number | null;
}

export interface Change extends Replicas {
  readonly atSeconds: number;
}

/** Looks at an environment's HPA and Deployment every two seconds and keeps what changed. */
export class ReplicaWatch {
  readonly #namespace: string;
  readonly #began = performance.now();
  readonly #stop = new AbortController();
  readonly #changes: Change[] = [];
  #latest: Replicas | undefined;

  constructor(namespace: string) {
    this.#namespace = namespace;
    void this.#watch();
  }

  get seconds(): number {
    return (performance.now() - this.#began) / 1000;
  }

  /** Undefined before the first look. */
  get latest(): Replicas | undefined {
    return this.#latest;
  }

  /** Each time that desired, current or ready replicas changed; the first is how it began. */
  get changes(): readonly Change[] {
    return this.#changes;
  }

  [Symbol.dispose](): void {
    this.#stop.abort();
  }

  async #watch(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const seen = await readReplicas(this.#namespace).catch(() => undefined); // the next look will tell
      if (seen && differs(this.#latest, seen)) this.#changes.push({ atSeconds: this.seconds, ...seen });
      this.#latest = seen ?? this.#latest;
      await sleep(INTERVAL_MS, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }
}

/** What an environment's HPA and Deployment say now. */
export async function readReplicas(namespace: string): Promise<Replicas> {
  return parseReplicas(await getJson(['hpa/vad-hpa', `deployment/${deploymentName}`, '--namespace', namespace]));
}

/** A list of the HPA and the Deployment. */
export function parseReplicas(list: unknown): Replicas {
  const find = (kind: string) => listAt(list, 'items').find(item => textAt(item, 'kind') === kind);
  const [hpa, deployment] = [find('HorizontalPodAutoscaler'), find('Deployment')];
  return {
    desired: numberAt(hpa, 'status', 'desiredReplicas'),
    current: numberAt(deployment, 'status', 'replicas'),
    ready: numberAt(deployment, 'status', 'readyReplicas'),
    cpuPercent: readHpa(hpa).cpuPercent,
  };
}

export function differs(a: Replicas | undefined, b: Replicas): boolean {
  return a === undefined || a.desired !== b.desired || a.current !== b.current || a.ready !== b.ready;
}

/** Nothing is on its way: there are as many pods as the HPA wants, all ready. */
export const isSettled = ({ desired, current, ready }: Replicas): boolean => desired === current && current === ready;
