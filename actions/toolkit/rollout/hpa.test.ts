import { expect, test } from 'vitest';
import { hpa } from '../../test/verify-rollout/cluster.ts';
import { judgeHpa, readHpa } from './hpa.ts';

const judgeAt = (more: Parameters<typeof hpa>[0], ms: number) => judgeHpa(readHpa({ items: [hpa(more)] }), ms);

test('an autoscaler that is able and active passes at once, whatever it wants', () => {
  expect(judgeAt({}, 0)).toEqual({ kind: 'passed', seen: 'able to scale, active: 2 of 2–10' });
  const limited = { ScalingLimited: ['True', 'TooManyReplicas'] } as const;
  expect(judgeAt(limited, 0)).toMatchObject({ kind: 'passed', seen: expect.stringContaining('at its limit') });
});

test.each([
  undefined,
  {},
  { items: [] },
  { items: [{ spec: { scaleTargetRef: { kind: 'Deployment', name: 'other' } } }] },
])('none in %j passes with a note', list => {
  expect(judgeHpa(readHpa(list), 0)).toEqual({ kind: 'passed', seen: 'no autoscaler for this Deployment' });
});

const minute = 60_000;

test.each<[string, Parameters<typeof hpa>[0], number, string]>([
  ['no metrics for a minute', { ScalingActive: ['False', 'FailedGetResourceMetric'] }, minute, 'waiting'],
  ['no metrics for three', { ScalingActive: ['False', 'FailedGetResourceMetric'] }, 3 * minute, 'hpa-no-metrics'],
  ['a metric that cannot be', { ScalingActive: ['False', 'InvalidMetricSourceType'] }, minute, 'hpa-unable'],
  ['turned off', { ScalingActive: ['False', 'ScalingDisabled'] }, minute, 'hpa-unable'],
  ['not able, for now', { AbleToScale: ['False', 'FailedGetScale'] }, minute - 1, 'waiting'],
  ['not able', { AbleToScale: ['False', 'FailedGetScale'] }, minute, 'hpa-unable'],
  ['not looked at yet', { AbleToScale: undefined, ScalingActive: undefined }, 0, 'waiting'],
  ['never looked at', { AbleToScale: undefined, ScalingActive: undefined }, minute, 'hpa-unable'],
])('%s', (_, conditions, ms, expected) => {
  const judgement = judgeAt(conditions, ms);
  expect(judgement.kind === 'failed' ? judgement.code : judgement.kind).toBe(expected);
});
