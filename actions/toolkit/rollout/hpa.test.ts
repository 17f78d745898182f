import { describe, expect, test } from 'vitest';
import { hpa } from '../../test/verify-rollout/cluster.ts';
import { judgeBounds, judgeHpa, readHpa } from './hpa.ts';

const at = Date.parse('2026-05-01T12:00:00Z');

const judgeAt = (more: Parameters<typeof hpa>[0], waitedFor: number) =>
  judgeHpa(readHpa({ items: [hpa(more)] }), { waitedFor, at });

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
  expect(judgeHpa(readHpa(list), { waitedFor: 0, at })).toEqual({
    kind: 'passed',
    seen: 'no autoscaler for this Deployment',
  });
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

describe('what its conditions say may be of the spec before', () => {
  const judgeOf = (more: Parameters<typeof hpa>[1], waitedFor: number) =>
    judgeHpa(readHpa({ items: [hpa({}, more)] }), { waitedFor, at });

  test('another target than the service is none, although its conditions are well', () => {
    const seen = 'it scales Deployment/vad-nobody, not Deployment/vad-service';
    const misled = (waitedFor: number) => judgeOf({ target: 'vad-nobody' }, waitedFor);
    expect(misled(0)).toEqual({ kind: 'waiting', seen: `vad-hpa: ${seen}` });
    expect(misled(minute)).toMatchObject({
      kind: 'failed',
      code: 'hpa-unable',
      message: expect.stringContaining(seen),
    });
  });

  const changed = (time: string) => ({ managedFields: [{ time: '2026-05-01T09:00:00Z' }, { time }] });
  const justNow = changed('2026-05-01T11:59:41Z');
  test.each<[string, Parameters<typeof hpa>[1], number, string]>([
    ['a change 19 s ago', justNow, 0, 'waiting'],
    ['a change 20 s ago', changed('2026-05-01T11:59:40Z'), 0, 'passed'],
    ['seen for 20 s, whatever the clocks', changed('2026-05-01T13:00:00Z'), 20_000, 'passed'],
    ['no time told', changed(''), 0, 'passed'],
    ['its status alone', { managedFields: [{ time: '2026-05-01T11:59:59Z', subresource: 'status' }] }, 0, 'passed'],
  ])('%s', (_, more, waitedFor, expected) => {
    expect(judgeOf(more, waitedFor).kind).toBe(expected);
  });
});

const wanted = { min: 3, max: 6, cpuTarget: 70 };
const same = hpa({}, wanted);

test.each<[string, unknown, number, string | undefined]>([
  ['the same, at the least', same, 3, undefined],
  ['the same, at the most', same, 6, undefined],
  ['another min', hpa({}, { ...wanted, min: 2 }), 3, 'vad-hpa has 2–6 at 70 % CPU, where Git has 3–6 at 70 % CPU'],
  ['another max', hpa({}, { ...wanted, max: 7 }), 3, '3–7'],
  ['another CPU target', hpa({}, { ...wanted, cpuTarget: 60 }), 3, '60 % CPU'],
  ['too few pods', same, 1, '1 pod, outside 3–6'],
  ['too many pods', same, 7, '7 pods, outside 3–6'],
  ['no autoscaler', undefined, 3, 'there is no autoscaler'],
])('bounds against Git: %s', (_, live, pods, fault) => {
  const observed = readHpa({ items: live === undefined ? [] : [live] });
  const early = judgeBounds(observed, { wanted, pods }, 2 * minute - 1);
  const late = judgeBounds(observed, { wanted, pods }, 2 * minute);
  if (fault === undefined) {
    expect([early.kind, late.kind]).toEqual(['passed', 'passed']);
  } else {
    expect(early).toEqual({ kind: 'waiting', seen: expect.stringContaining(fault) });
    expect(late).toMatchObject({ kind: 'failed', code: 'hpa-bounds', message: expect.stringContaining(fault) });
  }
});

test('an overlay without autoscaler asks nothing of the live one', () => {
  expect(judgeBounds(readHpa({ items: [same] }), { wanted: undefined, pods: 99 }, 10 * minute).kind).toBe('passed');
});
