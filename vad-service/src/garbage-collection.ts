import { constants, type NodeGCPerformanceDetail, PerformanceObserver } from 'node:perf_hooks';

const KINDS: Readonly<Record<number, string>> = {
  [constants.NODE_PERFORMANCE_GC_MAJOR]: 'major',
  [constants.NODE_PERFORMANCE_GC_MINOR]: 'minor',
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental',
  [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weakcb',
};

interface Collection {
  readonly detail: NodeGCPerformanceDetail;
  readonly duration: number;
}

/**
 * Tells of every garbage collection.
 * @param collected takes its kind (major, minor, incremental, weakcb) and how long it took, in seconds.
 * @returns a function that ends the telling.
 */
export function watchGarbageCollection(collected: (kind: string, seconds: number) => void): () => void {
  const observer = new PerformanceObserver(list => {
    for (const { detail, duration } of list.getEntries() as unknown as Collection[]) {
      collected(KINDS[detail.kind] ?? 'other', duration / 1000);
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  return () => observer.disconnect();
}
