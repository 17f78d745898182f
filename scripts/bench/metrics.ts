import { parseSamples } from '../samples.ts';

/** A service's Prometheus metrics at one moment; what happened between two is their difference. */
export class Scrape {
  readonly #samples: ReadonlyMap<string, number>;

  constructor(samples: ReadonlyMap<string, number>) {
    this.#samples = samples;
  }

  static async of(port: number): Promise<Scrape> {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    return new Scrape(parseSamples(await response.text()));
  }

  since(before: Scrape): Scrape {
    return new Scrape(
      new Map([...this.#samples].map(([key, value]) => [key, value - (before.#samples.get(key) ?? 0)])),
    );
  }

  /** The sum over all samples of this name, whatever their labels. */
  total(name: string): number {
    const own = [...this.#samples].filter(([key]) => key === name || key.startsWith(`${name}{`));
    return own.reduce((sum, [, value]) => sum + value, 0);
  }

  /** The mean of a histogram. */
  mean(name: string): number {
    return this.total(`${name}_sum`) / this.total(`${name}_count`);
  }

  /** The least bucket's bound that holds so much (0 to 1) of a histogram, whatever its labels. */
  quantile(name: string, share: number): number {
    const count = this.total(`${name}_count`);
    const bounds = new Map<number, number>();
    for (const [key, value] of this.#samples) {
      const bound = key.startsWith(`${name}_bucket{`) ? /le="([^"]+)"/.exec(key)?.[1] : undefined;
      const at = bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound);
      if (bound !== undefined) bounds.set(at, (bounds.get(at) ?? 0) + value);
    }
    const sorted = [...bounds].sort(([a], [b]) => a - b);
    return sorted.find(([, held]) => held >= share * count)?.[0] ?? Number.NaN;
  }
}
