import type { ErrorCode } from '../errors.ts';
import { listAt, numberAt, textAt } from '../json.ts';
import { type Cluster, getJson } from '../kubectl.ts';
import { deploymentName } from '../manifest-names.ts';

/** What an autoscaler says; `none` where nothing scales the Deployment. */
export type HpaObservation =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'hpa';
      readonly name: string;
      readonly min: number;
      readonly max: number;
      readonly replicas: number;
      /** By type: AbleToScale, ScalingActive, ScalingLimited. */
      readonly conditions: ReadonlyMap<string, HpaCondition>;
    };

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

// The controller looks every 15 s; its first look at a new Deployment may come too early.
const unableGraceMs = 60_000;

/** Reads the autoscaler of the service's Deployment. */
export async function observeHpa(cluster: Cluster, namespace: string): Promise<HpaObservation> {
  return readHpa(await getJson(cluster, ['horizontalpodautoscalers.autoscaling', '--namespace', namespace]));
}

/** The autoscaler of the service's Deployment from a list of autoscalers. */
export function readHpa(list: unknown): HpaObservation {
  const hpa = listAt(list, 'items').find(
    item =>
      textAt(item, 'spec', 'scaleTargetRef', 'kind') === 'Deployment' &&
      textAt(item, 'spec', 'scaleTargetRef', 'name') === deploymentName,
  );
  if (hpa === undefined) return { kind: 'none' };
  const conditions = listAt(hpa, 'status', 'conditions').map(one => {
    const condition = { status: textAt(one, 'status'), reason: textAt(one, 'reason'), message: textAt(one, 'message') };
    return [textAt(one, 'type'), condition] as const;
  });
  return {
    kind: 'hpa',
    name: textAt(hpa, 'metadata', 'name'),
    min: numberAt(hpa, 'spec', 'minReplicas') || 1,
    max: numberAt(hpa, 'spec', 'maxReplicas'),
    replicas: numberAt(hpa, 'status', 'currentReplicas'),
    conditions: new Map(conditions),
  };
}

/**
 * Judges one look at the autoscaler. How many replicas it wants is its own affair. Pure.
 * @param waitedFor how long this gate has been waited at, in milliseconds
 */
export function judgeHpa(hpa: HpaObservation, waitedFor: number): HpaJudgement {
  if (hpa.kind === 'none') return { kind: 'passed', seen: 'no autoscaler for this Deployment' };
  const able = hpa.conditions.get('AbleToScale');
  const active = hpa.conditions.get('ScalingActive');
  if (able?.status === 'True' && active?.status === 'True') return { kind: 'passed', seen: describe(hpa) };
  if (able?.status !== 'False' && active?.status === 'False') return judgeInactive(hpa.name, active, waitedFor);
  const said = able?.status === 'False' ? `${able.reason}: ${able.message}` : 'its controller has not looked yet';
  if (waitedFor < unableGraceMs) return { kind: 'waiting', seen: `${hpa.name}: ${said}` };
  return { kind: 'failed', code: 'hpa-unable', message: `The autoscaler ${hpa.name} cannot scale: ${said}` };
}

function judgeInactive(name: string, { reason, message }: HpaCondition, waitedFor: number): HpaJudgement {
  const isMetrics = /Metric/.test(reason) && !/^Invalid/.test(reason);
  const said = `${reason}: ${message}`;
  if (waitedFor < (isMetrics ? metricsGraceMs : unableGraceMs)) return { kind: 'waiting', seen: `${name}: ${said}` };
  const code = isMetrics ? 'hpa-no-metrics' : 'hpa-unable';
  return { kind: 'failed', code, message: `The autoscaler ${name} is not active: ${said}` };
}

function describe({ min, max, replicas, conditions }: Extract<HpaObservation, { kind: 'hpa' }>): string {
  const limited = conditions.get('ScalingLimited');
  const limit = limited?.status === 'True' ? `, at its limit (${limited.reason})` : '';
  return `able to scale, active: ${replicas} of ${min}–${max}${limit}`;
}
