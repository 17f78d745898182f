import { expect, test } from 'vitest';
import { quotaFaults } from './quota.ts';

const container = (resources: unknown, more: object = {}) => ({ name: 'c', resources, ...more });
const usual = { requests: { cpu: '200m', memory: '150Mi' }, limits: { cpu: '500m', memory: '200Mi' } };

function deployment(spec: object = {}, rollingUpdate: object = { maxSurge: 1 }, type = 'RollingUpdate'): unknown {
  return {
    kind: 'Deployment',
    metadata: { name: 'vad-service' },
    spec: { strategy: { type, rollingUpdate }, template: { spec: { containers: [container(usual)], ...spec } } },
  };
}

const quota = (hard: object, more: object = {}) => ({
  kind: 'ResourceQuota',
  metadata: { name: 'compute' },
  spec: { hard, ...more },
});

const ask = (hard: object, max: number, of = deployment(), more: object = {}) =>
  quotaFaults([of, quota(hard, more)], max);

test.each<[string, object, number]>([
  ['requests.cpu', { 'requests.cpu': '4200m' }, 10],
  ['cpu, which is the requests', { cpu: '4.2' }, 10],
  ['requests.memory', { 'requests.memory': '3150Mi' }, 10],
  ['limits.cpu', { 'limits.cpu': '10500m' }, 10],
  ['limits.memory', { 'limits.memory': '4200Mi' }, 10],
  ['pods', { pods: '21' }, 10],
  ['count/pods', { 'count/pods': 21 }, 10],
])('%s has room for exactly 2 × max + surge, and for no more', (_, hard, max) => {
  expect(ask(hard, max)).toEqual([]);
  expect(ask(hard, max + 1)).toHaveLength(1);
});

test('the arithmetic is shown, of each resource of each quota', () => {
  const hard = {
    'requests.cpu': '4',
    memory: '1Gi',
    'limits.cpu': '8',
    'limits.memory': '4Gi',
    pods: '20',
    secrets: '1',
  };
  expect(ask(hard, 10)).toEqual([
    'requests.cpu: (2 × 10 + 1 surge = 21 pods) × 200m = 4.2, over the 4 of the ResourceQuota compute',
    'memory: (2 × 10 + 1 surge = 21 pods) × 150Mi = 3.076Gi, over the 1Gi of the ResourceQuota compute',
    'limits.cpu: (2 × 10 + 1 surge = 21 pods) × 500m = 10.5, over the 8 of the ResourceQuota compute',
    'limits.memory: (2 × 10 + 1 surge = 21 pods) × 200Mi = 4.102Gi, over the 4Gi of the ResourceQuota compute',
    'pods: 2 × 10 + 1 surge = 21 pods, over the 20 of the ResourceQuota compute',
  ]);
});

test('every quota counts, for the pods of our Deployment alone', () => {
  const other = { ...(deployment({ containers: [] }) as object), metadata: { name: 'other' } };
  const quotas = [quota({ secrets: '1' }), quota({ 'requests.cpu': '1' })];
  expect(quotaFaults([other, ...quotas, deployment()], 10)).toEqual([
    'requests.cpu: (2 × 10 + 1 surge = 21 pods) × 200m = 4.2, over the 1 of the ResourceQuota compute',
  ]);
});

test('three tenths of a core are room for three pods of a tenth', () => {
  const tenth = deployment({ containers: [container({ requests: { cpu: '100m' } })] });
  expect(ask({ 'requests.cpu': '300m' }, 1, tenth)).toEqual([]);
  expect(ask({ 'requests.cpu': '299m' }, 1, tenth)).toHaveLength(1);
});

test.each<[string, unknown, number]>([
  ['a surge in percent, rounded up', deployment({}, { maxSurge: '25%' }), 23],
  ["Kubernetes' own surge", deployment({}, {}), 23],
  ['no surge', deployment({}, { maxSurge: 0 }), 20],
  ['Recreate', deployment({}, {}, 'Recreate'), 20],
])('%s: %s', (_, of, pods) => {
  expect(ask({ pods }, 10, of)).toEqual([]);
  expect(ask({ pods: pods - 1 }, 10, of)).toHaveLength(1);
});

test.each<[string, object, string]>([
  ['containers add up', { containers: [container(usual), container(usual)] }, '400m'],
  ['a larger init container counts', { initContainers: [container({ requests: { cpu: '1' } })] }, '1'],
  ['a smaller one does not', { initContainers: [container({ requests: { cpu: '1m' } })] }, '200m'],
  [
    'a sidecar adds up',
    { initContainers: [container({ requests: { cpu: '50m' } }, { restartPolicy: 'Always' })] },
    '250m',
  ],
  ['a limit without request is one', { containers: [container({ limits: { cpu: '700m' } })] }, '700m'],
])('%s', (_, spec, each) => {
  expect(ask({ 'requests.cpu': '1m' }, 10, deployment(spec))[0]).toContain(`× ${each} =`);
});

test.each<[string, object]>([
  ['that ends', { scopes: ['Terminating'] }],
  ['without resources', { scopes: ['BestEffort'] }],
  ['of a class', { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'Exists' }] } }],
])('a quota for what is %s counts no pod of ours', (_, more) => {
  expect(ask({ pods: '1' }, 10, deployment(), more)).toEqual([]);
  expect(ask({ pods: '1' }, 10, deployment(), { scopes: ['NotTerminating'] })).toHaveLength(1);
});
