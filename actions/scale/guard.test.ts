import { expect, test } from 'vitest';
import { unexpectedChanges } from './guard.ts';

const wanted = { min: 3, max: 6, cpuTarget: 60 };

function hpa(bounds: Partial<typeof wanted> = {}, annotations?: object, more: object = {}): unknown {
  const { min = 2, max = 10, cpuTarget = 70 } = bounds;
  const target = { type: 'Utilization', averageUtilization: cpuTarget };
  return {
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'vad-hpa', namespace: 'n', ...(annotations ? { annotations } : {}) },
    spec: {
      scaleTargetRef: { kind: 'Deployment', name: 'vad-service' },
      minReplicas: min,
      maxReplicas: max,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
      ...more,
    },
  };
}

const note = { 'vad-gitops.vixio.io/scale-until': 'x' };
const before = [hpa()];

test('bounds and our annotations may change, there and back', () => {
  expect(unexpectedChanges({ before, after: [hpa(wanted, note)], wanted })).toEqual([]);
  expect(unexpectedChanges({ before: [hpa(wanted, note)], after: before, wanted: undefined })).toEqual([]);
});

test.each<[string, readonly unknown[], string]>([
  ['another field', [hpa(wanted, note, { behavior: { scaleUp: {} } })], 'spec.behavior.scaleUp'],
  ['an annotation that is not ours', [hpa(wanted, { 'argocd.io/x': 'y' })], 'argocd.io/x'],
  ['another manifest', [hpa(wanted), { kind: 'Service', metadata: { name: 's' } }], 'Service//s appears'],
  ['a vanished autoscaler', [], 'HorizontalPodAutoscaler/n/vad-hpa disappears'],
  ['bounds that are not the wanted ones', [hpa({ ...wanted, max: 7 })], 'renders 3–7 at 60 % CPU, not 3–6 at 60 % CPU'],
])('%s is refused', (_, after, said) => {
  expect(unexpectedChanges({ before, after, wanted }).join('\n')).toContain(said);
});

test("another autoscaler's bounds may not change", () => {
  const other = (bounds: Partial<typeof wanted>) => ({
    ...(hpa(bounds) as object),
    metadata: { name: 'other', namespace: 'n' },
  });
  const renders = { before: [...before, other({})], after: [hpa(wanted), other({ max: 11 })], wanted };
  expect(unexpectedChanges(renders)).toEqual([expect.stringContaining('spec.maxReplicas: 10 → 11')]);
});
