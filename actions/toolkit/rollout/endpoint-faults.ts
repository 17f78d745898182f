import { isDeepStrictEqual } from 'node:util';
import type { ClientService } from '../manifest-names.ts';
import { type Cause, times } from './cause.ts';
import type { NamespacePod } from './namespace-pod.ts';
import { findPort, formatLabels, resolveTarget } from './service-faults.ts';
import type { EndpointSlice, Labels, ServicePort, ServiceState, ServicesObservation } from './services.ts';

const controller = 'endpointslice-controller.k8s.io';

/** One Service that leads to the release's pods by its own spec, and what its EndpointSlices say. */
interface EndpointInput {
  readonly client: ClientService;
  readonly live: ServicesObservation;
  readonly pods: readonly NamespacePod[];
  /** Its selector in the release that was verified last; `undefined` where that is not known. */
  readonly verifiedSelector: Labels | undefined;
}

/**
 * Returns what differs between the addresses that clients of a Service are led to and the release's serving pods. Pure.
 * All of it may be lag: each cause has a time.
 */
export function findEndpointFaults({ client, live, pods, verifiedSelector }: EndpointInput): readonly Cause[] {
  const service = live.services.find(({ name }) => name === client.name);
  const port = service && findPort(service, client);
  if (!port) return [];
  const slices = live.slices.filter(slice => slice.service === client.name);
  const own = slices.filter(slice => slice.managedBy === controller && slice.ownerUid === service.uid);
  return [
    ...missingPods(service, port, own, pods),
    ...unknownPods(service, own, pods),
    ...foreignPods(service, own, pods, verifiedSelector),
    ...foreignSlices(service, slices, own),
  ];
}

function missingPods(
  service: ServiceState,
  port: ServicePort,
  own: readonly EndpointSlice[],
  pods: readonly NamespacePod[],
): Cause[] {
  const families = service.ipFamilies.length > 0 ? service.ipFamilies : ['IPv4'];
  const serving = pods.filter(pod => pod.role === 'new' && pod.isServing);
  return families.flatMap(family => {
    const slices = own.filter(slice => slice.addressType === family);
    return serving
      .filter(pod => !slices.some(slice => leadsTo(slice, pod, port)))
      .map(pod => lag(service, `${pod.name} ${family}`, whyMissing(pod, family)));
  });
}

function leadsTo({ endpoints, ports }: EndpointSlice, pod: NamespacePod, port: ServicePort): boolean {
  const target = resolveTarget(port, pod);
  const hasPort = ports.some(
    one => one.name === port.name && one.protocol === port.protocol && (one.port === undefined || one.port === target),
  );
  return hasPort && endpoints.some(({ podUid, isReady }) => podUid === pod.uid && isReady);
}

function whyMissing({ name, ips }: NamespacePod, family: string): string {
  const hasAddress = ips.some(ip => ip.includes(':') === (family === 'IPv6'));
  return hasAddress ? `${name} is ready and not among its endpoints` : `${name} has no ${family} address`;
}

// Younger than the list of pods, or gone since: the next look tells.
function unknownPods(service: ServiceState, own: readonly EndpointSlice[], pods: readonly NamespacePod[]): Cause[] {
  const known = new Set(pods.map(({ uid }) => uid));
  const unknown = readyEndpoints(own).filter(({ podUid }) => !known.has(podUid));
  return unknown.map(({ podUid, address }) =>
    lag(service, podUid || address, `its endpoint ${address} is of a pod that is gone`),
  );
}

function foreignPods(
  service: ServiceState,
  own: readonly EndpointSlice[],
  pods: readonly NamespacePod[],
  verifiedSelector: Labels | undefined,
): Cause[] {
  const listed = new Set(readyEndpoints(own).map(({ podUid }) => podUid));
  const foreign = pods.filter(pod => pod.role === 'foreign' && pod.isServing && listed.has(pod.uid));
  const isChanged = verifiedSelector !== undefined && !isDeepStrictEqual(verifiedSelector, service.selector);
  const why = isChanged
    ? `; it selects ${formatLabels(service.selector)}; the last verified release selected ${formatLabels(verifiedSelector)}`
    : '';
  return foreign.map(({ name }) => ({
    code: isChanged ? 'endpoints-elsewhere' : 'endpoints-foreign',
    class: times.service,
    pod: undefined,
    subject: `${service.name} ${name}`,
    summary: `Service ${service.name}: it also leads to ${name}, which is not of this Deployment${why}.`,
  }));
}

// kube-proxy follows a slice by its label, whoever writes it.
function foreignSlices(
  service: ServiceState,
  slices: readonly EndpointSlice[],
  own: readonly EndpointSlice[],
): Cause[] {
  const foreign = slices.filter(slice => !own.includes(slice) && readyEndpoints([slice]).length > 0);
  return foreign.map(({ name, managedBy }) => ({
    code: 'endpoints-foreign',
    class: times.endpointsLag,
    pod: undefined,
    subject: `${service.name} ${name}`,
    summary: `Service ${service.name}: its EndpointSlice ${name} is not kept by ${controller} (managed by: ${managedBy || 'none'}).`,
  }));
}

function readyEndpoints(slices: readonly EndpointSlice[]): EndpointSlice['endpoints'] {
  return slices.flatMap(({ endpoints }) => endpoints.filter(({ isReady }) => isReady));
}

function lag({ name }: ServiceState, subject: string, what: string): Cause {
  const summary = `Service ${name}: ${what}.`;
  return {
    code: 'endpoints-incomplete',
    class: times.endpointsLag,
    pod: undefined,
    subject: `${name} ${subject}`,
    summary,
  };
}
