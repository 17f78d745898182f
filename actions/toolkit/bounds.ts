import { at, listAt, numberAt, textAt } from './json.ts';
import { deploymentName, hpaName } from './manifest-names.ts';

/** Between what an autoscaler moves, and at which CPU. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
  /** Percent of the request; undefined where CPU utilization is none of its metrics. */
  readonly cpuTarget: number | undefined;
}

/**
 * The autoscaler of the service's Deployment among manifests or live objects; undefined where there is none. One of that name
 * whose target is something else is it too, so that a slip in its target is seen as an autoscaler that cannot scale.
 */
export function findHpa(objects: readonly unknown[]): unknown {
  const scalers = objects.filter(item => ['', 'HorizontalPodAutoscaler'].includes(textAt(item, 'kind')));
  const scalesService = (item: unknown) =>
    textAt(item, 'spec', 'scaleTargetRef', 'kind') === 'Deployment' &&
    textAt(item, 'spec', 'scaleTargetRef', 'name') === deploymentName;
  return scalers.find(scalesService) ?? scalers.find(item => textAt(item, 'metadata', 'name') === hpaName);
}

/** An autoscaler's bounds, of `autoscaling/v2`. */
export function boundsOf(hpa: unknown): Bounds {
  const metric = cpuMetric(hpa);
  const target = at(hpa, 'spec', 'metrics', metric ?? -1, 'resource', 'target', 'averageUtilization');
  return {
    // Kubernetes' own default.
    min: numberAt(hpa, 'spec', 'minReplicas') || 1,
    max: numberAt(hpa, 'spec', 'maxReplicas'),
    cpuTarget: typeof target === 'number' ? target : undefined,
  };
}

/** The bounds that an overlay renders; undefined where nothing scales the service. */
export function renderedBounds(manifests: readonly unknown[]): Bounds | undefined {
  const hpa = findHpa(manifests);
  return hpa === undefined ? undefined : boundsOf(hpa);
}

/** The place of CPU utilization among an autoscaler's metrics; undefined where it is none of them. */
export function cpuMetric(hpa: unknown): number | undefined {
  const found = listAt(hpa, 'spec', 'metrics').findIndex(
    metric =>
      textAt(metric, 'type') === 'Resource' &&
      textAt(metric, 'resource', 'name') === 'cpu' &&
      textAt(metric, 'resource', 'target', 'type') === 'Utilization',
  );
  return found < 0 ? undefined : found;
}

/** Bounds as a person reads them: `3–6 at 70 % CPU`. */
export function formatBounds({ min, max, cpuTarget }: Bounds): string {
  return `${min}–${max}${cpuTarget === undefined ? '' : ` at ${cpuTarget} % CPU`}`;
}

/** Whether two bounds are one. */
export function isSameBounds(one: Bounds, other: Bounds): boolean {
  return one.min === other.min && one.max === other.max && one.cpuTarget === other.cpuTarget;
}
