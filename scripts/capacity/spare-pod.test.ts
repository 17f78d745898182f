import { expect, test } from 'vitest';
import { sparePod } from './spare-pod.ts';

test('is the Deployment’s pod, but for the labels by which others would count it', () => {
  const spec = { containers: [{ name: 'vad-service', image: 'i', resources: { limits: { cpu: '500m' } } }] };
  const deployment = {
    metadata: { name: 'vad-service', namespace: 'n' },
    spec: { template: { metadata: { labels: { app: 'vad-service' } }, spec } },
  };
  expect(sparePod(deployment)).toEqual({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'vad-capacity', namespace: 'n', labels: { app: 'vad-capacity' } },
    spec: { ...spec, activeDeadlineSeconds: 3600 },
  });
});
