import { at, isRecord, listAt, numberAt, textAt } from '../json.ts';
import { type Cluster, getJson } from '../kubectl.ts';

/** A Service, live or rendered; what a manifest leaves out has Kubernetes' default. */
export interface ServiceState {
  readonly name: string;
  /** Empty in a manifest. */
  readonly uid: string;
  readonly type: string;
  readonly isHeadless: boolean;
  readonly selector: Labels;
  readonly ports: readonly ServicePort[];
  /** `IPv4`, `IPv6`; empty in a manifest that leaves it to the cluster. */
  readonly ipFamilies: readonly string[];
  readonly spec: unknown;
}

export type Labels = Readonly<Record<string, string>>;

export interface ServicePort {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  /** A number, or the name of a port of the pods. */
  readonly targetPort: number | string;
}

/** One address of an EndpointSlice. */
export interface Endpoint {
  /** Empty where it is not a pod's. */
  readonly podUid: string;
  readonly address: string;
  readonly isReady: boolean;
}

export interface EndpointSlice {
  readonly name: string;
  readonly service: string;
  /** The controller that keeps it; kube-proxy follows each, whoever that is. */
  readonly managedBy: string;
  /** The uid of the Service that owns it; empty for none. */
  readonly ownerUid: string;
  /** `IPv4`, `IPv6` or `FQDN`. */
  readonly addressType: string;
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

export interface EndpointPort {
  readonly name: string;
  readonly protocol: string;
  /** `undefined` stands for every port. */
  readonly port: number | undefined;
}

/** The Services of a namespace, and where each leads, at one moment. */
export interface ServicesObservation {
  readonly services: readonly ServiceState[];
  readonly slices: readonly EndpointSlice[];
}

/** Reads the Services and EndpointSlices of a namespace, by one command. Throws `cluster-*`. */
export async function observeServices(cluster: Cluster, namespace: string): Promise<ServicesObservation> {
  const kinds = 'services,endpointslices.discovery.k8s.io';
  return readServices(listAt(await getJson(cluster, [kinds, '--namespace', namespace]), 'items'));
}

/** Returns the Services and EndpointSlices among live objects. */
export function readServices(objects: readonly unknown[]): ServicesObservation {
  const slices = objects.filter(object => textAt(object, 'kind') === 'EndpointSlice');
  return { services: renderedServices(objects), slices: slices.map(readSlice) };
}

/** Returns the Services among manifests. */
export function renderedServices(manifests: readonly unknown[]): readonly ServiceState[] {
  return manifests.filter(manifest => textAt(manifest, 'kind') === 'Service').map(readService);
}

function readService(service: unknown): ServiceState {
  return {
    name: textAt(service, 'metadata', 'name'),
    uid: textAt(service, 'metadata', 'uid'),
    type: textAt(service, 'spec', 'type') || 'ClusterIP',
    isHeadless: textAt(service, 'spec', 'clusterIP') === 'None',
    selector: labelsAt(service, 'spec', 'selector'),
    ports: listAt(service, 'spec', 'ports').map(readPort),
    ipFamilies: listAt(service, 'spec', 'ipFamilies').filter(family => typeof family === 'string'),
    spec: at(service, 'spec'),
  };
}

function readPort(port: unknown): ServicePort {
  const target = at(port, 'targetPort');
  return {
    name: textAt(port, 'name'),
    port: numberAt(port, 'port'),
    protocol: textAt(port, 'protocol') || 'TCP',
    targetPort: (typeof target === 'string' || typeof target === 'number') && target ? target : numberAt(port, 'port'),
  };
}

function readSlice(slice: unknown): EndpointSlice {
  const labels = labelsAt(slice, 'metadata', 'labels');
  const owner = listAt(slice, 'metadata', 'ownerReferences').find(one => textAt(one, 'kind') === 'Service');
  return {
    name: textAt(slice, 'metadata', 'name'),
    service: labels['kubernetes.io/service-name'] ?? '',
    managedBy: labels['endpointslice.kubernetes.io/managed-by'] ?? '',
    ownerUid: textAt(owner, 'uid'),
    addressType: textAt(slice, 'addressType'),
    ports: listAt(slice, 'ports').map(port => ({
      name: textAt(port, 'name'),
      protocol: textAt(port, 'protocol') || 'TCP',
      port: numberAt(port, 'port') || undefined,
    })),
    endpoints: listAt(slice, 'endpoints').map(readEndpoint),
  };
}

function readEndpoint(endpoint: unknown): Endpoint {
  const isPod = textAt(endpoint, 'targetRef', 'kind') === 'Pod';
  return {
    podUid: isPod ? textAt(endpoint, 'targetRef', 'uid') : '',
    address: textAt(endpoint, 'addresses', 0),
    // The API: "a nil value should be interpreted as true".
    isReady: at(endpoint, 'conditions', 'ready') !== false && at(endpoint, 'conditions', 'terminating') !== true,
  };
}

/** Returns the labels at a path; none where there is no such mapping. */
export function labelsAt(value: unknown, ...path: readonly string[]): Labels {
  const found = at(value, ...path);
  const entries = isRecord(found) ? Object.entries(found) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
