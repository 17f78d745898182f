import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { terminalProgress } from '../progress.ts';
import { ensureTools } from '../tools/build.ts';
import { at, type Manifest, pick, render, root } from './render.ts';

const environments = [
  { environment: 'staging', namespace: 'vixio-staging' },
  { environment: 'production', namespace: 'vixio' },
];
const pod = 'spec.template.spec';

beforeAll(() => ensureTools(['kustomize'], terminalProgress()));

const kustomization = (folder: string) => parse(readFileSync(join(root, folder, 'kustomization.yaml'), 'utf8'));

describe('the base', () => {
  let base: readonly Manifest[];
  let deployment: Manifest;
  beforeAll(async () => {
    base = await render('kustomize/base');
    deployment = pick(base, 'Deployment', 'vad-service');
  });

  test('knows no environment: no namespace, no replicas, and an image that can never be pulled', () => {
    expect(base.map(({ metadata }) => metadata.namespace)).toEqual(base.map(() => undefined));
    expect(deployment.spec).not.toHaveProperty('replicas');
    expect(at(deployment, `${pod}.containers.0.image`)).toBe('vad-service.invalid/unreleased');
  });

  test('selects by app=vad-service alone', () => {
    const selector = { app: 'vad-service' };
    expect(at(deployment, 'spec.selector.matchLabels')).toEqual(selector);
    expect(at(deployment, 'spec.template.metadata.labels')).toMatchObject(selector);
    expect(at(deployment, `${pod}.topologySpreadConstraints.0.labelSelector.matchLabels`)).toEqual(selector);
    for (const name of ['vad-service', 'vad-service-headless']) {
      expect(pick(base, 'Service', name).spec).toMatchObject({ selector });
    }
  });

  test('leaves the label to Argo CD that it may track by', () => {
    expect(JSON.stringify(base)).not.toContain('app.kubernetes.io/instance');
  });

  test('serves gRPC on 50051 and is probed by it, and metrics on 9464 to whoever reaches the pod', () => {
    const container = at(deployment, `${pod}.containers.0`);
    expect(at(container, 'ports')).toEqual([
      { name: 'grpc', containerPort: 50051 },
      { name: 'metrics', containerPort: 9464 },
    ]);
    for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
      expect(at(container, probe), probe).toMatchObject({ grpc: { port: 50051 } });
    }
    const port = { name: 'grpc', port: 50051, targetPort: 'grpc', appProtocol: 'kubernetes.io/h2c' };
    expect(pick(base, 'Service', 'vad-service').spec).toMatchObject({ type: 'ClusterIP', ports: [port] });
    expect(pick(base, 'Service', 'vad-service-headless').spec).toMatchObject({ clusterIP: 'None', ports: [port] });
  });

  test('asks for 200m and 150Mi, and gets no more than 500m and 200Mi', () => {
    expect(at(deployment, `${pod}.containers.0.resources`)).toEqual({
      requests: { cpu: '200m', memory: '150Mi' },
      limits: { cpu: '500m', memory: '200Mi' },
    });
  });

  test('rolls out two pods at a time without losing one, each proven for a while, spread over the nodes', () => {
    expect(at(deployment, 'spec.strategy')).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: 0, maxSurge: 2 },
    });
    expect(at(deployment, 'spec.minReadySeconds')).toBe(25);
    expect(at(deployment, `${pod}.topologySpreadConstraints.0`)).toMatchObject({
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'ScheduleAnyway',
    });
  });

  test('fits the restricted pod standard and mounts no token', () => {
    expect(at(deployment, pod)).toMatchObject({
      serviceAccountName: 'vad-service',
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(at(deployment, `${pod}.containers.0.securityContext`)).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(pick(base, 'ServiceAccount', 'vad-service')).toMatchObject({ automountServiceAccountToken: false });
  });

  test('gives the service the time that its drain takes by default', () => {
    const config = readFileSync(join(root, 'vad-service/src/config.ts'), 'utf8');
    const grace = Number(/'VAD_GRACE_SECONDS', (\d+)/.exec(config)?.[1]);
    expect(at(deployment, `${pod}.terminationGracePeriodSeconds`)).toBeGreaterThan(grace);
  });
});

describe.each(environments)('$environment', ({ environment, namespace }) => {
  let manifests: readonly Manifest[];
  beforeAll(async () => {
    manifests = await render(`kustomize/overlays/${environment}`);
  });

  test(`is all in the namespace ${namespace}`, () => {
    expect(manifests.length).toBeGreaterThan(4);
    expect(manifests.map(({ metadata }) => metadata.namespace)).toEqual(manifests.map(() => namespace));
  });

  test('scales from 2 to 10 pods at 70 % CPU, up by the double, down by half after five minutes', () => {
    expect(pick(manifests, 'HorizontalPodAutoscaler', 'vad-hpa')).toMatchObject({
      apiVersion: 'autoscaling/v2',
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'vad-service' },
        minReplicas: 2,
        maxReplicas: 10,
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { averageUtilization: 70 } } }],
        behavior: {
          scaleUp: { stabilizationWindowSeconds: 60, policies: [{ type: 'Percent', value: 100, periodSeconds: 60 }] },
          scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }] },
        },
      },
    });
  });

  test('gives up one pod at a time to maintenance', () => {
    expect(pick(manifests, 'PodDisruptionBudget', 'vad-service').spec).toEqual({
      maxUnavailable: 1,
      selector: { matchLabels: { app: 'vad-service' } },
    });
  });

  test('has its release last, as a Component that only actions write', () => {
    const folder = `kustomize/overlays/${environment}`;
    expect(kustomization(folder).components.at(-1)).toBe('release');
    expect(kustomization(`${folder}/release`).kind).toBe('Component');
    expect(readFileSync(join(root, folder, 'release/kustomization.yaml'), 'utf8')).toMatch(
      /^# .*[Oo]nly actions write/,
    );
  });
});
