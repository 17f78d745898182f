// Objects as the API server and Argo CD give them, as far as anything of ours reads them.

/** What a cluster shows at one moment. */
export interface Frame {
  readonly application?: unknown;
  /** Flux's objects; the Kustomization counts as the look. */
  readonly repository?: unknown;
  readonly kustomization?: unknown;
  readonly hpas?: readonly unknown[];
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
  spec: { containers: [{ name: 'vad-service', image: image(digest) }] },
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
      ownerReferences: [{ uid: set }],
      ...(deleted ? { deletionTimestamp: '2020-01-01T00:00:00Z' } : {}),
    },
    spec: template(digest).spec,
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
      containerStatuses: [{ name: 'vad-service', restartCount: restarts, state, lastState }],
    },
  };
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
