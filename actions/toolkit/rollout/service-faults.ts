import type { ErrorCode } from '../errors.ts';
import { type ClientService, grpcPort } from '../manifest-names.ts';
import { oneLine } from '../one-line.ts';
import { type Cause, times } from './cause.ts';
import type { NamespacePod } from './namespace-pod.ts';
import { firstDifference } from './service-difference.ts';
import type { Labels, ServicePort, ServiceState } from './services.ts';

/** One Service that clients use: as Git has it, as the cluster has it, and the pods that it may lead to. */
interface ServiceInput {
  readonly client: ClientService;
  /** The Services that Git renders; `undefined` where the engine's commit is not known. */
  readonly rendered: readonly ServiceState[] | undefined;
  readonly live: readonly ServiceState[];
  readonly pods: readonly NamespacePod[];
}

/**
 * Returns why clients of a Service cannot reach the release's pods, by the Service itself: no controller's lag can cause
 * what this finds. Pure. `undefined` where the Service leads to them, or there are no new pods yet.
 */
export function findServiceFault(input: ServiceInput): Cause | undefined {
  const { client, rendered, live, pods } = input;
  const isOurs = ({ name }: ServiceState) => name === client.name;
  const fromGit = rendered?.find(isOurs);
  const service = live.find(isOurs);
  if (rendered && !fromGit) return missing(client, `Git renders ${listNames(rendered)}`);
  // What Git asks for comes first: something else that writes to the Service must not hide a fault of a merge.
  const promised = fromGit ?? service;
  if (!promised) return missing(client, `the cluster has ${listNames(live)}`);
  const port = findPort(promised, client);
  if (!port) return fault(client, 'service-port-changed', `it has ${listPorts(promised)}; clients use ${client.port}`);
  const fresh = pods.filter(pod => pod.role === 'new');
  const misled = selectorFault(client, promised, fresh, pods) ?? portFault(client, port, fresh);
  if (misled || !fromGit) return misled;
  if (!service) return differs(client, 'the cluster does not have it; Git does');
  return compareWithGit(client, service, fromGit);
}

/** Returns the port of a Service that clients dial; `undefined` where it has none. */
export function findPort({ ports }: ServiceState, { port, protocol }: ClientService): ServicePort | undefined {
  return ports.find(one => one.port === port && one.protocol === protocol);
}

function missing(client: ClientService, found: string): Cause {
  return fault(client, 'service-missing', `${found}; clients use ${client.name}:${client.port}`);
}

function compareWithGit(client: ClientService, live: ServiceState, fromGit: ServiceState): Cause | undefined {
  if (live.isHeadless !== fromGit.isHeadless) {
    const clusterIp = ({ isHeadless }: ServiceState) => (isHeadless ? 'clusterIP: None' : 'no clusterIP: None');
    const values = `the cluster has ${clusterIp(live)}; Git has ${clusterIp(fromGit)}`;
    return fault(client, 'service-immutable', `${values}, which Kubernetes ignores as long as the Service exists`);
  }
  const difference = firstDifference(live.spec, fromGit.spec);
  return difference === undefined ? undefined : differs(client, difference);
}

function selectorFault(
  client: ClientService,
  { type, selector }: ServiceState,
  fresh: readonly NamespacePod[],
  pods: readonly NamespacePod[],
): Cause | undefined {
  const [first] = fresh;
  if (type === 'ExternalName')
    return fault(client, 'endpoints-missing', 'it is of type ExternalName, which leads to a DNS name and to no pod');
  if (!first || fresh.some(pod => selects(selector, pod.labels))) return undefined;
  const others = pods.filter(pod => pod.isServing && selects(selector, pod.labels));
  const isSelecting = Object.keys(selector).length > 0;
  const keys = isSelecting ? Object.keys(selector) : Object.keys(first.labels).slice(0, 3);
  const wanted = isSelecting ? `it selects ${formatLabels(selector)}` : 'it has no selector';
  const values = `${wanted}; the pods of this release have ${formatLabels(first.labels, keys)}`;
  if (others.length === 0) return fault(client, 'endpoints-missing', `${values}, so it leads to none of them`);
  const names = others.map(({ name }) => name).join(', ');
  return fault(client, 'endpoints-elsewhere', `${values}, so it leads to others alone: ${oneLine(names, 200)}`);
}

function portFault(client: ClientService, port: ServicePort, fresh: readonly NamespacePod[]): Cause | undefined {
  for (const pod of fresh) {
    const target = resolveTarget(port, pod);
    if (target === undefined) {
      const ports = pod.ports.map(one => `${one.name || 'unnamed'} (${one.port})`).join(', ') || 'no ports';
      const name = oneLine(String(port.targetPort), 63);
      const values = `port ${port.port} leads to the pods' port named '${name}'; they have ${oneLine(ports, 200)}`;
      return fault(client, 'endpoints-port-missing', values);
    }
    if (target !== grpcPort) {
      const values = `port ${port.port} leads to port ${target} of the pods; they answer on ${grpcPort}`;
      return fault(client, 'endpoints-wrong-port', values);
    }
  }
  return undefined;
}

/** Returns the number of a pod's port that a Service's port leads to; `undefined` where the pod has none of that name. */
export function resolveTarget({ targetPort, protocol }: ServicePort, pod: NamespacePod): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  return pod.ports.find(port => port.name === targetPort && port.protocol === protocol)?.port;
}

/** Returns whether a selector matches labels; an empty one matches none. */
function selects(selector: Labels, labels: Labels): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

/** Labels in one line: `app=vad-service, tier=(none)`. */
export function formatLabels(labels: Labels, keys: readonly string[] = Object.keys(labels)): string {
  const text = keys.map(key => `${key}=${labels[key] ?? '(none)'}`).join(', ');
  return oneLine(text, 200) || 'no labels';
}

function differs(client: ClientService, values: string): Cause {
  return { ...fault(client, 'service-differs', values), class: times.serviceDiffers };
}

function fault({ name }: ClientService, code: ErrorCode, values: string): Cause {
  return { code, class: times.service, pod: undefined, subject: name, summary: `Service ${name}: ${values}.` };
}

function listNames(services: readonly ServiceState[]): string {
  return oneLine(services.map(({ name }) => name).join(', '), 200) || 'no Service';
}

function listPorts({ ports }: ServiceState): string {
  const list = ports.map(({ port, protocol }) => `${port}${protocol === 'TCP' ? '' : `/${protocol}`}`);
  return list.length === 0 ? 'no port' : `port ${list.join(', ')}`;
}
