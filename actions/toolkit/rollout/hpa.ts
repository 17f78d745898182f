import { type Bounds, boundsOf, findHpa, formatBounds, isSameBounds } from '../bounds.ts';
import type { ErrorCode } from '../errors.ts';
import { listAt, numberAt, textAt } from '../json.ts';
import { type Cluster, getJson } from '../kubectl.ts';
import { deploymentName } from '../manifest-names.ts';

/** What an autoscaler says; `none` where nothing scales the Deployment. */
export type HpaObservation = { readonly kind: 'none' } | Hpa;

export interface Hpa extends Bounds {
  readonly kind: 'hpa';
  readonly name: string;
  /** What it scales: `Deployment/vad-service`. */
  readonly target: string;
  /** When its spec was last written, in ms since 1970, by the API server's clock; 0 where that is not told. */
  readonly changedAt: number;
  readonly replicas: number;
  /** By type: AbleToScale, ScalingActive, ScalingLimited. */
  readonly conditions: ReadonlyMap<string, HpaCondition>;
}

export interface HpaCondition {
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

export type HpaJudgement =
  | { readonly kind: 'passed'; readonly seen: string }
  | { readonly kind: 'waiting'; readonly seen: string }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };

// New pods have no metrics for the first minute, and a metrics server may just be restarting.
const metricsGraceMs = 3 * 60_000;

// The controller looks every 15 s (Kubernetes' default). An autoscaler tells no `observedGeneration`, so what its conditions
// say just after a change may still be about the spec before.
const controllerLookMs = 20_000;

// The controller's first look at a new Deployment may come too early.
const unableGraceMs = 60_000;

// The engine has synced them before; the controller looks every 15 s, and pods that are too many drain first.
const boundsGraceMs = 2 * 60_000;

/** Reads the autoscaler of the service's Deployment. */
export async function observeHpa(cluster: Cluster, namespace: string): Promise<HpaObservation> {
  const args = ['horizontalpodautoscalers.autoscaling', '--namespace', namespace, '--show-managed-fields'];
  return readHpa(await getJson(cluster, args));
}

/** The autoscaler of the service's Deployment from a list of autoscalers. */
export function readHpa(list: unknown): HpaObservation {
  const hpa = findHpa(listAt(list, 'items'));
  if (hpa === undefined) return { kind: 'none' };
  const conditions = listAt(hpa, 'status', 'conditions').map(one => {
    const condition = { status: textAt(one, 'status'), reason: textAt(one, 'reason'), message: textAt(one, 'message') };
    return [textAt(one, 'type'), condition] as const;
  });
  return {
    kind: 'hpa',
    name: textAt(hpa, 'metadata', 'name'),
    target: `${textAt(hpa, 'spec', 'scaleTargetRef', 'kind')}/${textAt(hpa, 'spec', 'scaleTargetRef', 'name')}`,
    changedAt: specChangedAt(hpa),
    ...boundsOf(hpa),
    replicas: numberAt(hpa, 'status', 'currentReplicas'),
    conditions: new Map(conditions),
  };
}

/**
 * Judges one look at the autoscaler. How many replicas it wants is its own affair. Pure.
 * @param waitedFor how long this gate has been waited at, in milliseconds
 * @param at when the look was taken, in ms since 1970
 */
export function judgeHpa(hpa: HpaObservation, { waitedFor, at }: { waitedFor: number; at: number }): HpaJudgement {
  if (hpa.kind === 'none') return { kind: 'passed', seen: 'no autoscaler for this Deployment' };
  const able = hpa.conditions.get('AbleToScale');
  const active = hpa.conditions.get('ScalingActive');
  const unable = whyUnable(hpa);
  if (unable === undefined && active?.status === 'False') return judgeInactive(hpa.name, active, waitedFor);
  if (unable === undefined && able?.status === 'True' && active?.status === 'True') {
    // By this machine's clock too, since the API server's may differ.
    const isSettled = Math.max(at - hpa.changedAt, waitedFor) >= controllerLookMs;
    if (isSettled) return { kind: 'passed', seen: describe(hpa) };
    return { kind: 'waiting', seen: `${hpa.name} has changed: until its controller has looked at it` };
  }
  const said = unable ?? 'its controller has not looked yet';
  if (waitedFor < unableGraceMs) return { kind: 'waiting', seen: `${hpa.name}: ${said}` };
  return { kind: 'failed', code: 'hpa-unable', message: `The autoscaler ${hpa.name} cannot scale: ${said}` };
}

/**
 * Judges one look at the autoscaler against what the overlay renders at the engine's commit. Pure.
 * @param wanted undefined where the overlay has no autoscaler of the service, or its commit is not known: anything passes
 * @param pods how many pods the finished rollout has
 * @param waitedFor how long just this has been seen, in milliseconds
 */
export function judgeBounds(
  hpa: HpaObservation,
  { wanted, pods }: { readonly wanted: Bounds | undefined; readonly pods: number },
  waitedFor: number,
): HpaJudgement {
  const fault = wanted === undefined ? undefined : boundsFault(hpa, wanted, pods);
  if (fault === undefined) return { kind: 'passed', seen: hpa.kind === 'hpa' ? describe(hpa) : 'no autoscaler' };
  if (waitedFor < boundsGraceMs) return { kind: 'waiting', seen: fault };
  return { kind: 'failed', code: 'hpa-bounds', message: `For two minutes: ${fault}` };
}

/** What `judgeBounds` would find amiss; undefined for nothing. */
export function boundsFault(hpa: HpaObservation, wanted: Bounds, pods: number): string | undefined {
  if (hpa.kind === 'none') return `there is no autoscaler, where Git has one of ${formatBounds(wanted)}`;
  if (!isSameBounds(hpa, wanted)) return `${hpa.name} has ${formatBounds(hpa)}, where Git has ${formatBounds(wanted)}`;
  if (pods >= wanted.min && pods <= wanted.max) return undefined;
  return `${pods} pod${pods === 1 ? '' : 's'}, outside ${wanted.min}–${wanted.max}`;
}

// Another target may exist, and then every condition is well.
function whyUnable({ target, conditions }: Hpa): string | undefined {
  const service = `Deployment/${deploymentName}`;
  if (target !== service) return `it scales ${target}, not ${service}`;
  const able = conditions.get('AbleToScale');
  return able?.status === 'False' ? `${able.reason}: ${able.message}` : undefined;
}

function specChangedAt(hpa: unknown): number {
  const writers = listAt(hpa, 'metadata', 'managedFields').filter(one => textAt(one, 'subresource') === '');
  return Math.max(0, ...writers.map(one => Date.parse(textAt(one, 'time')) || 0));
}

function judgeInactive(name: string, { reason, message }: HpaCondition, waitedFor: number): HpaJudgement {
  const isMetrics = /Metric/.test(reason) && !/^Invalid/.test(reason);
  const said = `${reason}: ${message}`;
  if (waitedFor < (isMetrics ? metricsGraceMs : unableGraceMs)) return { kind: 'waiting', seen: `${name}: ${said}` };
  const code = isMetrics ? 'hpa-no-metrics' : 'hpa-unable';
  return { kind: 'failed', code, message: `The autoscaler ${name} is not active: ${said}` };
}

function describe({ min, max, replicas, conditions }: Hpa): string {
  const limited = conditions.get('ScalingLimited');
  const limit = limited?.status === 'True' ? `, at its limit (${limited.reason})` : '';
  return `able to scale, active: ${replicas} of ${min}–${max}${limit}`;
}
