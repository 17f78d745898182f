import { expect, test } from 'vitest';
import { differs, isSettled, parseReplicas } from './replicas.ts';

const metric = { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 125 } } };
const hpa = {
  kind: 'HorizontalPodAutoscaler',
  status: { desiredReplicas: 4, currentReplicas: 2, currentMetrics: [metric] },
};
const deployment = { kind: 'Deployment', status: { replicas: 4, readyReplicas: 3 } };

test('reads both objects, in any order', () => {
  const wanted = { desired: 4, current: 4, ready: 3, cpuPercent: 125 };
  expect(parseReplicas({ items: [hpa, deployment] })).toEqual(wanted);
  expect(parseReplicas({ items: [deployment, hpa] })).toEqual(wanted);
});

test('a new CPU reading alone is no change', () => {
  const seen = parseReplicas({ items: [hpa, deployment] });
  expect(differs(undefined, seen)).toBe(true);
  expect(differs(seen, { ...seen, cpuPercent: 70 })).toBe(false);
  for (const part of ['desired', 'current', 'ready'] as const) expect(differs(seen, { ...seen, [part]: 9 })).toBe(true);
});

test.each([
  [4, 4, 4, true],
  [4, 4, 3, false],
  [4, 2, 2, false],
  [2, 4, 4, false],
])('desired %i, current %i, ready %i: settled %s', (desired, current, ready, settled) => {
  expect(isSettled({ desired, current, ready, cpuPercent: null })).toBe(settled);
});
