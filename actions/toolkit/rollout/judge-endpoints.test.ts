import { describe, expect, test } from 'vitest';
import { deployment, pod, reachable, replicaSet, service, slice } from '../../test/verify-rollout/cluster.ts';
import { clientServices } from '../manifest-names.ts';
import { keepSightings, type Sightings } from './judge.ts';
import { type EndpointsInput, findReachFaults, judgeEndpoints } from './judge-endpoints.ts';
import { readRollout } from './observe.ts';
import { type Labels, readServices, renderedServices } from './services.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const before = `sha256:${'b'.repeat(64)}`;

const base = [deployment(digest), replicaSet('new', digest), replicaSet('old', before)];
const pods = [pod('new-1', 'new', digest), pod('new-2', 'new', digest)];
const headless = [service('vad-service-headless'), slice('vad-service-headless', ['new-1', 'new-2'])];

interface Given {
  readonly items?: readonly unknown[];
  /** The Service `vad-service` and its slices; the other one is well. */
  readonly live?: readonly unknown[];
  readonly all?: readonly unknown[];
  readonly rendered?: readonly unknown[];
  readonly verified?: Labels;
}

function inputOf({ items = pods, live, all, rendered, verified }: Given): EndpointsInput {
  const objects = all ?? [
    ...(live ?? reachable(items).slice(0, 2)),
    ...(items === pods ? headless : reachable(items).slice(2)),
  ];
  return {
    clients: clientServices,
    rendered: rendered && renderedServices(rendered),
    live: readServices(objects),
    pods: readRollout({ items: [...base, ...items] }, 0).namespacePods,
    verifiedSelectors: verified && new Map([['vad-service', verified]]),
  };
}

const faults = (given: Given) => findReachFaults(inputOf(given)).map(({ code, summary }) => [code, summary]);
const codes = (given: Given) => faults(given).map(([code]) => code);

/** A Service with these fields, live and in Git, and slices that lead to the pods as before. */
const merged = (spec: Record<string, unknown>, rest: Record<string, unknown> = {}): Given => {
  const changed = service('vad-service', spec);
  return { live: [changed, slice('vad-service', ['new-1', 'new-2'], rest)], rendered: [changed, ...headless] };
};

const port = (more: Record<string, unknown>) => ({
  ports: [{ name: 'grpc', port: 50051, protocol: 'TCP', targetPort: 'grpc', ...more }],
});

test('the base’s Services lead to the pods, with Git’s render known and unknown', () => {
  expect(faults({})).toEqual([]);
  expect(faults({ rendered: [service('vad-service'), ...headless] })).toEqual([]);
});

describe('a fault of the manifests is named at once, with the values that differ', () => {
  test.each<[string, Given, string]>([
    [
      'endpoints-missing',
      merged({ selector: { app: 'vad-servcie' } }),
      'Service vad-service: it selects app=vad-servcie; the pods of this release have app=vad-service, so it leads to none of them.',
    ],
    [
      'endpoints-missing',
      merged({ selector: { app: 'vad-service', tier: 'voice' } }),
      'Service vad-service: it selects app=vad-service, tier=voice; the pods of this release have app=vad-service, tier=(none), so it leads to none of them.',
    ],
    [
      'endpoints-missing',
      merged({ selector: {} }),
      'Service vad-service: it has no selector; the pods of this release have app=vad-service, pod-template-hash=new, so it leads to none of them.',
    ],
    [
      'endpoints-missing',
      merged({ type: 'ExternalName', externalName: 'vad.example.invalid' }),
      'Service vad-service: it is of type ExternalName, which leads to a DNS name and to no pod.',
    ],
    [
      'endpoints-wrong-port',
      merged(port({ targetPort: 50050 })),
      'Service vad-service: port 50051 leads to port 50050 of the pods; they answer on 50051.',
    ],
    [
      'endpoints-wrong-port',
      merged(port({ targetPort: 'metrics' })),
      'Service vad-service: port 50051 leads to port 9464 of the pods; they answer on 50051.',
    ],
    [
      'endpoints-port-missing',
      merged(port({ targetPort: 'gprc' })),
      "Service vad-service: port 50051 leads to the pods' port named 'gprc'; they have grpc (50051), metrics (9464).",
    ],
    [
      'service-port-changed',
      merged(port({ port: 50052 })),
      'Service vad-service: it has port 50052; clients use 50051.',
    ],
    [
      'service-port-changed',
      merged(port({ protocol: 'UDP' })),
      'Service vad-service: it has port 50051/UDP; clients use 50051.',
    ],
    ['service-port-changed', merged({ ports: [] }), 'Service vad-service: it has no port; clients use 50051.'],
    [
      'service-missing',
      { rendered: [service('vad'), ...headless] },
      'Service vad-service: Git renders vad, vad-service-headless; clients use vad-service:50051.',
    ],
    [
      'service-missing',
      { all: headless },
      'Service vad-service: the cluster has vad-service-headless; clients use vad-service:50051.',
    ],
    [
      'service-immutable',
      { rendered: [service('vad-service', { clusterIP: 'None' }), ...headless] },
      'Service vad-service: the cluster has no clusterIP: None; Git has clusterIP: None, which Kubernetes ignores as long as the Service exists.',
    ],
  ])('%s: %j', (code, given, summary) => {
    expect(faults(given)).toEqual([[code, summary]]);
  });
});

test('clusterIP: None removed in Git, and kept by the cluster', () => {
  const rendered = [service('vad-service'), service('vad-service-headless', { clusterIP: undefined })];
  expect(faults({ rendered })).toEqual([
    [
      'service-immutable',
      'Service vad-service-headless: the cluster has clusterIP: None; Git has no clusterIP: None, which Kubernetes ignores as long as the Service exists.',
    ],
  ]);
});

test('a targetPort that is left out is the port itself, and one by number needs no name', () => {
  expect(codes(merged(port({ targetPort: undefined })))).toEqual([]);
  expect(codes(merged(port({ targetPort: 50051 })))).toEqual([]);
});

describe('a named port is looked for as Kubernetes does', () => {
  const withPorts = (containers: readonly unknown[], initContainers: readonly unknown[] = []) =>
    pods.map(one => ({ ...Object(one), spec: { ...Object(one).spec, containers, initContainers } }));
  const named = (containerPort: number, protocol?: string) => ({ ports: [{ name: 'grpc', containerPort, protocol }] });

  test.each<[string, readonly unknown[], string[]]>([
    [
      'in the containers before the sidecars',
      withPorts([named(50051)], [{ ...named(1), restartPolicy: 'Always' }]),
      [],
    ],
    ['in a sidecar', withPorts([{}], [{ ...named(50051), restartPolicy: 'Always' }]), []],
    ['not in what runs before them', withPorts([{}], [named(50051)]), ['endpoints-port-missing']],
    ['of the same protocol', withPorts([named(50051, 'UDP')]), ['endpoints-port-missing']],
    ['in the first container that has it', withPorts([named(7), named(50051)]), ['endpoints-wrong-port']],
  ])('%s', (_, items, expected) => {
    expect(codes({ items, all: [...reachable(pods)] }).slice(0, 1)).toEqual(expected);
  });
});

test('a second port beside the one that clients use is nobody’s fault', () => {
  const { ports } = port({});
  expect(codes(merged({ ports: [{ name: 'metrics', port: 9464, targetPort: 'metrics' }, ...ports] }))).toEqual([]);
});

describe('the cluster has other values than Git', () => {
  const withGit = (live: Record<string, unknown>, git: Record<string, unknown> = {}) => ({
    live: [service('vad-service', live), slice('vad-service', ['new-1', 'new-2'])],
    rendered: [service('vad-service', git), ...headless],
  });
  test.each<[string, Given]>([
    [
      'the cluster has selector {"app":"vad-canary"}; Git has {"app":"vad-service"}',
      withGit({ selector: { app: 'vad-canary' } }),
    ],
    [
      'the cluster has selector {"app":"vad-service","x":"y"}; Git has {"app":"vad-service"}',
      withGit({ selector: { app: 'vad-service', x: 'y' } }),
    ],
    ['the cluster has ports[50051/TCP].targetPort 50050; Git has "grpc"', withGit(port({ targetPort: 50050 }))],
    ['the cluster has ports ["50052/TCP"]; Git has ["50051/TCP"]', withGit(port({ port: 50052 }))],
    [
      'the cluster has internalTrafficPolicy "Local"; Git has "Cluster"',
      withGit({ internalTrafficPolicy: 'Local' }, { internalTrafficPolicy: 'Cluster' }),
    ],
    [
      'the cluster has publishNotReadyAddresses true; Git has false',
      withGit({ publishNotReadyAddresses: true }, { publishNotReadyAddresses: false }),
    ],
    ['the cluster has type "ExternalName"; Git has "ClusterIP"', withGit({ type: 'ExternalName' })],
    ['the cluster does not have it; Git does', { all: headless, rendered: [service('vad-service'), ...headless] }],
  ])('%s', (values, given) => {
    expect(faults(given)).toEqual([['service-differs', `Service vad-service: ${values}.`]]);
  });

  test('a dual-stack cluster adds the second family, and may not put another one first', () => {
    const git = { ipFamilyPolicy: 'PreferDualStack', ipFamilies: ['IPv4'] };
    const added = { ipFamilyPolicy: 'PreferDualStack', ipFamilies: ['IPv4', 'IPv6'] };
    expect(codes(withGit(added, git))).not.toContain('service-differs');
    expect(codes(withGit({ ...git, ipFamilies: ['IPv6', 'IPv4'] }, git))).toEqual(['service-differs']);
  });

  test('does not hide a fault of a merge in the same Service', () => {
    const selector = { app: 'vad-servcie' };
    const given = withGit({ selector, internalTrafficPolicy: 'Local' }, { selector, internalTrafficPolicy: 'Cluster' });
    expect(codes(given)).toEqual(['endpoints-missing']);
    expect(codes({ all: headless, rendered: [service('vad-service', { selector }), ...headless] })).toEqual([
      'endpoints-missing',
    ]);
  });

  test('what Git leaves out is the cluster’s to choose', () => {
    const chosen = {
      publishNotReadyAddresses: undefined,
      clusterIPs: ['10.96.0.7'],
      sessionAffinity: 'None',
      internalTrafficPolicy: 'Cluster',
    };
    const git = {
      publishNotReadyAddresses: false,
      clusterIP: undefined,
      type: undefined,
      ipFamilies: undefined,
      sessionAffinity: '',
      selector: { app: 'vad-service' },
    };
    expect(codes(withGit({ ...chosen, loadBalancerClass: 'x' }, git))).toEqual([]);
  });
});

describe('the selector leads elsewhere', () => {
  const foreign = (labels: Labels) => ({
    kind: 'Pod',
    metadata: { name: 'other-1', uid: 'other-1', labels },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  });

  test('to others alone', () => {
    const changed = service('vad-service', { selector: { app: 'echo' } });
    expect(
      faults({ items: [...pods, foreign({ app: 'echo' })], live: [changed, slice('vad-service', ['other-1'])] }),
    ).toEqual([
      [
        'endpoints-elsewhere',
        'Service vad-service: it selects app=echo; the pods of this release have app=vad-service, so it leads to others alone: other-1.',
      ],
    ]);
  });

  test('to the old pods alone', () => {
    const old = {
      ...Object(pod('old-1', 'old', before)),
      metadata: { ...Object(pod('old-1', 'old', before)).metadata, labels: { app: 'v1' } },
    };
    const changed = service('vad-service', { selector: { app: 'v1' } });
    expect(codes({ items: [...pods, old], live: [changed, slice('vad-service', ['old-1'])] })).toEqual([
      'endpoints-elsewhere',
    ]);
  });

  test('to a foreign pod as well: against the release only where its selector is another than before', () => {
    const items = [...pods, foreign({ app: 'vad-service' })];
    const live = [service('vad-service'), slice('vad-service', ['new-1', 'new-2', 'other-1'])];
    const given = { items, live: [...live], all: [...live, ...headless] };
    expect(codes(given)).toEqual(['endpoints-foreign']);
    expect(codes({ ...given, verified: { app: 'vad-service' } })).toEqual(['endpoints-foreign']);
    const both = service('vad-service', { selector: { app: 'vad-service', a: 'b' } });
    const ab = [...pods, foreign({ app: 'vad-service', a: 'b' })].map(one => ({
      ...Object(one),
      metadata: { ...Object(one).metadata, labels: { app: 'vad-service', a: 'b' } },
    }));
    const sameKeys = { items: ab, all: [both, live[1], ...headless], verified: { a: 'b', app: 'vad-service' } };
    expect(codes(sameKeys)).toEqual(['endpoints-foreign']);
    expect(faults({ ...given, verified: { app: 'vad-service', tier: 'voice' } })).toEqual([
      [
        'endpoints-elsewhere',
        'Service vad-service: it also leads to other-1, which is not of this Deployment; it selects app=vad-service; the last verified release selected app=vad-service, tier=voice.',
      ],
    ]);
  });

  test('a foreign pod that is not ready, or not listed, is none', () => {
    const unready = { ...foreign({ app: 'vad-service' }), status: {} };
    const listed = [service('vad-service'), slice('vad-service', ['new-1', 'new-2', 'other-1'])];
    expect(codes({ items: [...pods, unready], all: [...listed, ...headless] })).toEqual([]);
    const live = [service('vad-service'), slice('vad-service', ['new-1', 'new-2'])];
    expect(codes({ items: [...pods, foreign({ app: 'vad-service' })], all: [...live, ...headless] })).toEqual([]);
  });
});

describe('EndpointSlices', () => {
  const only = (...slices: readonly unknown[]) => ({ live: [service('vad-service'), ...slices] });
  const ready = (uid: string, conditions: unknown) => ({
    addresses: ['10.244.0.9'],
    conditions,
    targetRef: { kind: 'Pod', uid },
  });

  test.each<[string, Given, number]>([
    ['none yet', only(), 2],
    ['one pod is not listed', only(slice('vad-service', ['new-1'])), 1],
    ['over two slices', only(slice('vad-service', ['new-1']), slice('vad-service', ['new-2'])), 0],
    [
      'a pod in both while it moves',
      only(slice('vad-service', ['new-1', 'new-2']), slice('vad-service', ['new-2'])),
      0,
    ],
    ['of an IPv6 Service on IPv4', only(slice('vad-service', ['new-1', 'new-2'], { addressType: 'IPv6' })), 2],
    [
      'no ports, as while a named port cannot be found',
      only(slice('vad-service', ['new-1', 'new-2'], { ports: null })),
      2,
    ],
    ['another port’s name', only(slice('vad-service', ['new-1', 'new-2'], { ports: [{ name: 'x', port: 50051 }] })), 2],
    ['another number', only(slice('vad-service', ['new-1', 'new-2'], { ports: [{ name: 'grpc', port: 1 }] })), 2],
    ['every port', only(slice('vad-service', ['new-1', 'new-2'], { ports: [{ name: 'grpc' }] })), 0],
    [
      'no conditions, which means ready',
      only(slice('vad-service', [], { endpoints: [ready('new-1', {}), ready('new-2', undefined)] })),
      0,
    ],
    [
      'not ready',
      only(
        slice('vad-service', [], { endpoints: [ready('new-1', { ready: false }), ready('new-2', { ready: true })] }),
      ),
      1,
    ],
    ['of a pod that is gone', only(slice('vad-service', ['new-1', 'new-2', 'gone'])), 1],
    ['of an old pod that still serves', { items: [...pods, pod('old-1', 'old', before)] }, 0],
    [
      'of a pod that ends',
      only(
        slice('vad-service', ['new-1', 'new-2'], {}),
        slice('vad-service', [], { endpoints: [ready('gone', { ready: true, terminating: true })] }),
      ),
      0,
    ],
  ])('%s: %j', (_, given, count) => {
    expect(codes(given)).toEqual(Array.from({ length: count }, () => 'endpoints-incomplete'));
  });

  test('a Service of two families leads to each pod by both', () => {
    const dual = service('vad-service', { ipFamilies: ['IPv4', 'IPv6'] });
    const v4 = slice('vad-service', ['new-1', 'new-2']);
    const v6 = slice('vad-service', ['new-1', 'new-2'], { addressType: 'IPv6' });
    expect(codes({ live: [dual, v4, v6] })).toEqual([]);
    expect(faults({ live: [dual, v4] })[0]).toEqual([
      'endpoints-incomplete',
      'Service vad-service: new-1 has no IPv6 address.',
    ]);
  });

  test('one that somebody else keeps, or that a Service before has left, leads elsewhere', () => {
    const own = slice('vad-service', ['new-1', 'new-2']);
    const foreign = {
      ...Object(own),
      metadata: { name: 'by-hand', labels: { 'kubernetes.io/service-name': 'vad-service' } },
    };
    const left = { ...Object(own), metadata: { ...Object(own).metadata, name: 'left', ownerReferences: [] } };
    expect(codes(only(own, foreign))).toEqual(['endpoints-foreign']);
    expect(codes(only(own, left))).toEqual(['endpoints-foreign']);
    const { metadata } = Object(own);
    const labels = { ...metadata.labels, 'endpointslice.kubernetes.io/managed-by': 'somebody-else' };
    expect(codes(only(own, { ...Object(own), metadata: { ...metadata, labels } }))).toEqual(['endpoints-foreign']);
    expect(codes(only(own, { ...left, endpoints: [] }))).toEqual([]);
  });

  test('a pod that is not ready, or ends, is not missed', () => {
    const items = [
      pods[0],
      pod('new-2', 'new', digest, { ready: false }),
      pod('new-3', 'new', digest, { deleted: true }),
    ];
    const live = [service('vad-service'), slice('vad-service', ['new-1'])];
    expect(codes({ items, all: [...live, ...headless] })).toEqual([]);
  });
});

test('before there are new pods a selector cannot be judged', () => {
  expect(
    codes({
      items: [pod('old-1', 'old', before)],
      all: [service('vad-service', { selector: { app: 'x' } }), ...headless],
    }),
  ).toEqual(['endpoints-incomplete', 'endpoints-incomplete']);
});

describe('time', () => {
  function judgeLooks(given: Given, seconds: readonly number[]) {
    let sightings: Sightings = new Map();
    return seconds.map(second => {
      const causes = findReachFaults(inputOf(given));
      const judgement = judgeEndpoints(causes, second * 1000, sightings);
      sightings = keepSightings(sightings, causes, second * 1000);
      return judgement.kind === 'failed' ? judgement.code : judgement.kind;
    });
  }

  test('a fault of the manifests needs a second look', () => {
    const given = merged({ selector: { app: 'vad-servcie' } });
    expect(judgeLooks(given, [0, 2, 3, 4])).toEqual(['waiting', 'waiting', 'waiting', 'endpoints-missing']);
  });

  test('what the cluster has otherwise than Git has ten seconds', () => {
    const given = { all: headless, rendered: [service('vad-service'), ...headless] };
    expect(judgeLooks(given, [0, 9, 10])).toEqual(['waiting', 'waiting', 'service-differs']);
  });

  test('what others do hides no fault of the merge, whichever Service has it', () => {
    const foreign = {
      kind: 'Pod',
      metadata: { name: 'debug', uid: 'debug', labels: { app: 'vad-service' } },
      status: { conditions: [{ type: 'Ready', status: 'True' }] },
    };
    const items = [...pods, foreign];
    const misspelt = service('vad-service-headless', { selector: { app: 'vad-servcie' } });
    const all = [service('vad-service'), slice('vad-service', ['new-1', 'new-2', 'debug']), misspelt];
    expect(codes({ items, all })).toEqual(['endpoints-foreign', 'endpoints-missing']);
    expect(judgeLooks({ items, all }, [0, 4, 60])).toEqual(['waiting', 'endpoints-missing', 'endpoints-missing']);
  });

  test('the controller may lag for a minute', () => {
    expect(judgeLooks({ live: [service('vad-service')] }, [0, 40, 59, 60])).toEqual([
      'waiting',
      'waiting',
      'waiting',
      'endpoints-incomplete',
    ]);
  });

  test('pods that come one after the other each have their own minute', () => {
    let sightings: Sightings = new Map();
    const kinds = [0, 30, 60, 90].map((second, index) => {
      const items = [pod(`new-${index}`, 'new', digest)];
      const causes = findReachFaults(
        inputOf({ items, all: [service('vad-service'), service('vad-service-headless')] }),
      );
      const judgement = judgeEndpoints(causes, second * 1000, sightings);
      sightings = keepSightings(sightings, causes, second * 1000);
      return judgement.kind;
    });
    expect(kinds).toEqual(['waiting', 'waiting', 'waiting', 'waiting']);
  });
});
