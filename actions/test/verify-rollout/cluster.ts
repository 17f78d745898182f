import { at, textAt } from '../../toolkit/json.ts';
import { isReady } from '../../toolkit/rollout/pod-state.ts';

// Objects as the API server and Argo CD give them, as far as anything of ours reads them.

/** What a cluster shows at one moment. */
export interface Frame {
  readonly application?: unknown;
  /** Flux's objects; the Kustomization counts as the look. */
  readonly repository?: unknown;
  readonly kustomization?: unknown;
  readonly hpas?: readonly unknown[];
  /** Services and EndpointSlices; those of the base, which lead to the ready pods, where none are given. */
  readonly services?: readonly unknown[];
  /** What the verifier may not read, as kubectl names it. */
  readonly forbidden?: string;
  readonly items?: readonly unknown[];
  readonly events?: readonly unknown[];
  readonly log?: string;
  /** What every command says, failing. */
  readonly error?: string;
}

/** An Application that compares with a commit. */
export function application(revision: string, more: Record<string, unknown> = {}): unknown {
  return {
    kind: 'Application',
    status: {
      sync: { status: 'Synced', revision },
      operationState: { phase: 'Succeeded', syncResult: { revision }, message: 'successfully synced' },
      ...more,
    },
  };
}

const image = (digest: string) => `registry.example.invalid/team/vad-service:src-1@${digest}`;

const template = (digest: string) => ({
  metadata: { labels: { app: 'vad-service' } },
  spec: {
    containers: [
      {
        name: 'vad-service',
        image: image(digest),
        ports: [
          { name: 'grpc', containerPort: 50051 },
          { name: 'metrics', containerPort: 9464 },
        ],
      },
    ],
  },
});

/** The Deployment; by default all of its pods are new and available. */
export function deployment(digest: string, counts: Partial<Record<string, number>> = {}, desired = 2): unknown {
  return {
    kind: 'Deployment',
    metadata: { name: 'vad-service', uid: 'd', generation: 7 },
    spec: { replicas: desired, template: template(digest) },
    status: {
      observedGeneration: 7,
      replicas: desired,
      updatedReplicas: desired,
      availableReplicas: desired,
      readyReplicas: desired,
      ...counts,
    },
  };
}

/** A ReplicaSet of that Deployment. */
export function replicaSet(name: string, digest: string): unknown {
  const { metadata, ...rest } = template(digest);
  return {
    kind: 'ReplicaSet',
    metadata: { name, uid: name, ownerReferences: [{ uid: 'd' }] },
    spec: { template: { ...rest, metadata: { labels: { ...metadata.labels, 'pod-template-hash': name } } } },
  };
}

interface PodOptions {
  readonly ready?: boolean;
  readonly restarts?: number;
  readonly state?: unknown;
  readonly lastState?: unknown;
  readonly deleted?: boolean;
}

/** A pod of a ReplicaSet; ready by default. */
export function pod(name: string, set: string, digest: string, options: PodOptions = {}): unknown {
  const {
    ready = true,
    restarts = 0,
    state = { running: { startedAt: '2020-01-01T00:00:00Z' } },
    lastState = {},
    deleted = false,
  } = options;
  return {
    kind: 'Pod',
    metadata: {
      name,
      uid: name,
      labels: { app: 'vad-service', 'pod-template-hash': set },
      ownerReferences: [{ uid: set }],
      ...(deleted ? { deletionTimestamp: '2020-01-01T00:00:00Z' } : {}),
    },
    spec: template(digest).spec,
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
      podIPs: [{ ip: '10.244.0.9' }],
      containerStatuses: [{ name: 'vad-service', restartCount: restarts, state, lastState }],
    },
  };
}

/** The port of the base's Services. */
export function servicePort(change: Record<string, unknown>): unknown {
  const base = { name: 'grpc', port: 50051, protocol: 'TCP', targetPort: 'grpc', appProtocol: 'kubernetes.io/h2c' };
  return { ...base, ...change };
}

/** A Service as the API server has it; one of the base's by default. */
export function service(name: string, spec: Record<string, unknown> = {}): unknown {
  return {
    kind: 'Service',
    metadata: { name, uid: `service-${name}` },
    spec: {
      type: 'ClusterIP',
      clusterIP: name.endsWith('-headless') ? 'None' : '10.96.0.7',
      ipFamilies: ['IPv4'],
      selector: { app: 'vad-service' },
      ports: [servicePort({})],
      ...spec,
    },
  };
}

/** An EndpointSlice of a Service as the endpoints controller keeps it, with these pods ready. */
export function slice(service: string, pods: readonly string[], more: Record<string, unknown> = {}): unknown {
  return {
    kind: 'EndpointSlice',
    metadata: {
      name: `${service}-x1`,
      labels: {
        'kubernetes.io/service-name': service,
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      },
      ownerReferences: [{ kind: 'Service', name: service, uid: `service-${service}` }],
    },
    addressType: 'IPv4',
    ports: [{ name: 'grpc', port: 50051, protocol: 'TCP' }],
    endpoints: pods.map(uid => ({
      addresses: ['10.244.0.9'],
      conditions: { ready: true, serving: true, terminating: false },
      targetRef: { kind: 'Pod', name: uid, uid },
    })),
    ...more,
  };
}

/** The base's Services, which lead to every ready pod of a list of objects. */
export function reachable(items: readonly unknown[]): readonly unknown[] {
  const ready = items.filter(item => isReady(item) && textAt(item, 'metadata', 'labels', 'app') === 'vad-service');
  const uids = ready
    .filter(item => at(item, 'metadata', 'deletionTimestamp') === undefined)
    .map(item => textAt(item, 'metadata', 'uid'));
  return ['vad-service', 'vad-service-headless'].flatMap(name => [service(name), slice(name, uids)]);
}

/** A rollout that is complete. */
export function healthy(digest: string): readonly unknown[] {
  return [deployment(digest), replicaSet('new', digest), pod('new-1', 'new', digest), pod('new-2', 'new', digest)];
}

/** A rollout whose first new pod does not come up, beside two old ones that serve. */
export function stuck(digest: string, before: string, options: PodOptions): readonly unknown[] {
  return [
    deployment(digest, { replicas: 3, updatedReplicas: 1 }),
    replicaSet('old', before),
    replicaSet('new', digest),
    pod('old-1', 'old', before),
    pod('old-2', 'old', before),
    pod('new-1', 'new', digest, { ready: false, ...options }),
  ];
}

type Condition = readonly [status: string, reason: string];

/** Who has written an object, and when. */
export interface ManagedFields {
  readonly time: string;
  readonly subresource?: 'status';
}

/** The Deployment's autoscaler; able and active, with the bounds of the overlay, by default. */
export function hpa(
  conditions: Partial<Record<'AbleToScale' | 'ScalingActive' | 'ScalingLimited', Condition | undefined>> = {},
  {
    min = 2,
    max = 10,
    cpuTarget = 70,
    target = 'vad-service',
    managedFields = [],
  }: { min?: number; max?: number; cpuTarget?: number; target?: string; managedFields?: readonly ManagedFields[] } = {},
): unknown {
  const cpu = { name: 'cpu', target: { type: 'Utilization', averageUtilization: cpuTarget } };
  const all = { AbleToScale: ['True', 'ReadyForNewScale'], ScalingActive: ['True', 'ValidMetricFound'], ...conditions };
  return {
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'vad-hpa', managedFields },
    spec: {
      scaleTargetRef: { kind: 'Deployment', name: target },
      minReplicas: min,
      maxReplicas: max,
      metrics: [{ type: 'Resource', resource: cpu }],
    },
    status: {
      currentReplicas: 2,
      conditions: Object.entries(all).flatMap(([type, condition]) =>
        condition ? [{ type, status: condition[0], reason: condition[1], message: `${type} said so` }] : [],
      ),
    },
  };
}
