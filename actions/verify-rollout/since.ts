/** Tells for how long something has been seen without a break. */
export class Since {
  readonly #now: () => number;
  readonly #seen = new Map<string, { readonly text: string; readonly at: number }>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Milliseconds since this text was first seen under this name; another text begins anew. */
  for(name: string, text = ''): number {
    const known = this.#seen.get(name);
    const at = known?.text === text ? known.at : this.#now();
    this.#seen.set(name, { text, at });
    return this.#now() - at;
  }

  /** It is not seen any more. */
  end(name: string): void {
    this.#seen.delete(name);
  }
}
