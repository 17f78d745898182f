import { expect, test } from 'vitest';
import { findHpa } from './bounds.ts';

const scaler = (name: string, target: string, kind = 'HorizontalPodAutoscaler') => ({
  kind,
  metadata: { name },
  spec: { scaleTargetRef: { kind: 'Deployment', name: target } },
});

test.each([
  ['by its target, whatever its name', [scaler('vad-hpa', 'vad-nobody'), scaler('other', 'vad-service')], 1],
  ['by its name, where none scales the service', [scaler('other', 'web'), scaler('vad-hpa', 'vad-nobody')], 1],
  ['not where neither fits', [scaler('other', 'web'), scaler('vad-hpa', 'vad-service', 'Deployment')], undefined],
])('the autoscaler of the service is found %s', (_, objects, found) => {
  expect(findHpa(objects)).toBe(found === undefined ? undefined : objects[found]);
});
