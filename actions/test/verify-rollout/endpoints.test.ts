import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { digestA } from '../bump-overlay/setup.ts';
import { commit, git, push } from '../repositories.ts';
import {
  application,
  deployment,
  healthy,
  pod,
  reachable,
  replicaSet,
  service,
  servicePort,
  slice,
} from './cluster.ts';
import { type VerifyWorld, verifyWorld } from './setup.ts';

const before = `sha256:${'0'.repeat(64)}`;
const base = (name: string) => readFileSync(join(import.meta.dirname, '../../../kustomize/base', name), 'utf8');
const serviceFile = 'kustomize/base/service.yaml';
const headlessFile = 'kustomize/base/service-headless.yaml';
const headless = [service('vad-service-headless'), slice('vad-service-headless', ['new-1', 'new-2'])];

/** The base's Service with some text replaced, as a merge would. */
const edited = (from: string, to: string, file = serviceFile) => {
  const text = base(file.split('/').at(-1) ?? '');
  expect(text).toContain(from);
  return { [file]: text.replace(from, to) };
};

const verify = (world: VerifyWorld, services: readonly unknown[], items = healthy(digestA)) =>
  world.verify([{ application: application(world.revision), items, services }]);

describe('a merge that changes a Service, and the image runs well', () => {
  test.each<[string, Record<string, string>, readonly unknown[], string]>([
    [
      'endpoints-missing',
      edited('selector:\n    app: vad-service', 'selector:\n    app: vad-servcie'),
      [service('vad-service', { selector: { app: 'vad-servcie' } }), slice('vad-service', []), ...headless],
      'it selects app=vad-servcie; the pods of this release have app=vad-service, so it leads to none of them.',
    ],
    [
      'service-immutable',
      edited('  clusterIP: None\n', '', headlessFile),
      reachable(healthy(digestA)),
      'Service vad-service-headless: the cluster has clusterIP: None; Git has no clusterIP: None',
    ],
  ])('%s', async (code, files, services, values) => {
    const world = await verifyWorld(files);
    const ended = await verify(world, services);
    expect(ended.outputs['failure-reason'], ended.stdout).toBe(code);
    expect(ended.stdout).toContain(values);
    const isCutOff = code === 'endpoints-missing';
    expect(ended.stdout.includes('Clients are cut off now, whichever pods are ready.')).toBe(isCutOff);
    expect(ended.summary).toContain('get services,endpointslices,pods');
    const report = JSON.parse(ended.outputs['report-json'] ?? '');
    expect(report.gates.at(-1)).toMatchObject({ gate: 'endpoints', isPassed: false });
  });
});

test('a fault of a Service ends the wait also while the rollout goes on', async () => {
  const world = await verifyWorld(edited('targetPort: grpc', 'targetPort: rpc'));
  const items = [
    deployment(digestA, { replicas: 3, updatedReplicas: 1 }),
    replicaSet('old', before),
    replicaSet('new', digestA),
    pod('old-1', 'old', before),
    pod('new-1', 'new', digestA, { ready: false, state: { waiting: { reason: 'ContainerCreating' } } }),
  ];
  const ports = [servicePort({ targetPort: 'rpc' })];
  const ended = await verify(world, [service('vad-service', { ports }), ...headless], items);
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('endpoints-port-missing');
  expect(ended.stdout).toContain("port named 'rpc'; they have grpc (50051), metrics (9464)");
  const { gates } = JSON.parse(ended.outputs['report-json'] ?? '');
  const reached = gates.map(({ gate, isPassed }: { gate: string; isPassed: boolean }) => `${gate} ${isPassed}`);
  expect(reached).toEqual(['source true', 'synced true', 'workload true', 'pods false', 'endpoints false']);
});

test('endpoints that lag are waited for, and looked at twice', async () => {
  const world = await verifyWorld();
  const look = (services: readonly unknown[]) => ({
    application: application(world.revision),
    items: healthy(digestA),
    services,
  });
  const partly = [service('vad-service'), slice('vad-service', ['new-1']), ...headless];
  const ended = await world.verify([look(partly), look(partly), look(reachable(healthy(digestA)))]);
  expect(ended.outputs.outcome, ended.stdout).toBe('verified');
  expect(ended.stdout).toContain('endpoints Service vad-service: new-2 is ready and not among its endpoints.');
  expect(ended.stdout).toContain(
    'vad-service:50051, vad-service-headless:50051 lead to all 2 pods on 50051; looking once more',
  );
  const report = JSON.parse(ended.outputs['report-json'] ?? '');
  expect(report.services).toMatchObject([
    { name: 'vad-service', ports: ['50051 → grpc (50051)'], endpoints: ['new-1', 'new-2'] },
    { name: 'vad-service-headless', endpoints: ['new-1', 'new-2'] },
  ]);
  expect(ended.summary).toContain('| `vad-service` | app=vad-service | 50051 → grpc (50051) | 2: new-1, new-2 |');
});

test('what somebody else has changed is told with both values, and is no fault of the release', async () => {
  const world = await verifyWorld();
  const byHand = [service('vad-service', { selector: { app: 'vad-canary' } }), slice('vad-service', []), ...headless];
  const ended = await verify(world, byHand);
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('service-differs');
  expect(ended.stdout).toContain('the cluster has selector {"app":"vad-canary"}; Git has {"app":"vad-service"}');
});

test('without an engine nothing says what Git has, and the Service is judged by itself', async () => {
  const world = await verifyWorld();
  const byHand = [service('vad-service', { selector: { app: 'vad-canary' } }), slice('vad-service', []), ...headless];
  const ended = await world.verify([{ items: healthy(digestA), services: byHand }], { inputs: { engine: 'none' } });
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('endpoints-missing');
});

test('a pod of somebody else does not hide that the image crashes', async () => {
  const world = await verifyWorld();
  const crash = { waiting: { reason: 'CrashLoopBackOff', message: 'back-off' } };
  const items = (state: unknown) => [
    deployment(digestA, { replicas: 3, updatedReplicas: 1 }),
    replicaSet('old', before),
    replicaSet('new', digestA),
    pod('old-1', 'old', before),
    pod('new-1', 'new', digestA, { ready: false, restarts: 2, state }),
    pod('debug', 'elsewhere', before),
  ];
  const look = (state: unknown) => ({ application: application(world.revision), items: items(state), log: 'boom' });
  const starting = look({ waiting: { reason: 'ContainerCreating' } });
  // Longer than a foreign pod needs to count.
  const ended = await world.verify([starting, starting, starting, starting, look(crash)]);
  expect(ended.outputs['failure-reason'], ended.stdout).toBe('crash-loop');
});

describe('a verifier that may not read Services yet', () => {
  const forbidden = 'services,endpointslices.discovery.k8s.io';

  test('cannot verify, and is told to apply its rights again', async () => {
    const world = await verifyWorld();
    const frame = { application: application(world.revision), items: healthy(digestA), forbidden };
    const ended = await world.verify([frame]);
    expect(ended.outputs['failure-reason'], ended.stdout).toBe('cluster-forbidden');
    expect(ended.outputs.outcome).toBe('failed');
    expect(ended.summary).toContain('Apply `kustomize/clusters/<environment>/rbac`');
  });

  test('still sees that the image crashes', async () => {
    const world = await verifyWorld();
    const items = (pods: unknown) => [
      ...[deployment(digestA, { replicas: 3, updatedReplicas: 1 }), replicaSet('new', digestA)],
      pods,
    ];
    const look = (state: unknown, restarts = 0) => ({
      application: application(world.revision),
      items: items(pod('new-1', 'new', digestA, { ready: false, restarts, state: { waiting: state } })),
      log: 'boom',
      forbidden,
    });
    const starting = look({ reason: 'ContainerCreating' });
    const ended = await world.verify([starting, starting, look({ reason: 'CrashLoopBackOff' }, 2)]);
    expect(ended.outputs['failure-reason'], ended.stdout).toBe('crash-loop');
  });
});

test('other Services of a newer commit are for its own run to judge', async () => {
  const world = await verifyWorld();
  const newer = commit(world.work, edited('selector:\n    app: vad-service', 'selector:\n    app: vad-servcie'));
  push(world.work);
  const misspelt = service('vad-service', { selector: { app: 'vad-servcie' } });
  const services = [misspelt, slice('vad-service', []), ...headless];
  const ended = await world.verify([{ application: application(newer), items: healthy(digestA), services }]);
  expect(ended.outputs.outcome, ended.stdout).toBe('superseded');
  expect(ended.stdout).toContain('has other Services; its own run judges them');
});

describe('a pod of somebody else behind the Service', () => {
  const other = {
    kind: 'Pod',
    metadata: { name: 'debug', uid: 'debug', labels: { app: 'vad-service', tier: 'x' } },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  };
  const items = [...healthy(digestA), other];
  const record = { record: 'true' };

  test('is told, and no fault of a release that selects as before', async () => {
    const world = await verifyWorld();
    const frame = { application: application(world.revision), items: healthy(digestA) };
    const first = await world.verify([frame], { inputs: record });
    expect(first.outputs['ledger-entry'], first.stdout).not.toBe('');
    const ended = await verify(world, reachable(items), items);
    expect(ended.outputs['failure-reason'], ended.stdout).toBe('endpoints-foreign');
    expect(ended.stdout).toContain('it also leads to debug, which is not of this Deployment.');
  });

  test('is a fault of a release that selects otherwise than the last verified one', async () => {
    const world = await verifyWorld(
      edited('    app: vad-service\n  ports', '    app: vad-service\n    tier: x\n  ports'),
    );
    const labelled = healthy(digestA).map(item => withLabel(item, 'tier', 'x'));
    const selector = { app: 'vad-service', tier: 'x' };
    const narrow = [service('vad-service', { selector }), ...reachable(labelled).slice(1)];
    const first = await world.verify(
      [{ application: application(world.revision), items: labelled, services: narrow }],
      {
        inputs: record,
      },
    );
    expect(first.outputs['ledger-entry'], first.stdout).not.toBe('');
    git(world.work, 'pull', '--quiet', 'origin', 'main');
    const revision = commit(world.work, { [serviceFile]: base('service.yaml') });
    push(world.work);
    const wide = reachable([...labelled, other]);
    const frame = { application: application(revision), items: [...labelled, other], services: wide };
    const ended = await world.verify([frame], { inputs: { revision } });
    expect(ended.outputs['failure-reason'], ended.stdout).toBe('endpoints-elsewhere');
    expect(ended.stdout).toContain(
      'it selects app=vad-service; the last verified release selected app=vad-service, tier=x',
    );
  });
});

function withLabel(item: unknown, key: string, value: string): unknown {
  const copy = structuredClone(item) as { kind: string; metadata: { labels?: Record<string, string> } };
  if (copy.kind === 'Pod') copy.metadata.labels = { ...copy.metadata.labels, [key]: value };
  return copy;
}
