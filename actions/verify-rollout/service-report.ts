import { clientServices } from '../toolkit/manifest-names.ts';
import { formatLabels, resolveTarget } from '../toolkit/rollout/service-faults.ts';
import type { ServicePort } from '../toolkit/rollout/services.ts';
import type { Evidence } from './verdict.ts';

/** Where a Service that clients use leads, as the report and the summary say it. */
export interface ServiceReport {
  readonly name: string;
  /** `key=value`, comma-separated. */
  readonly selector: string;
  /** `50051 → grpc (50051)`: the port that clients dial, its target, and the number that it stands for in the pods. */
  readonly ports: readonly string[];
  /** The ready addresses in its EndpointSlices, by the pod's name; the address itself where it is of no known pod. */
  readonly endpoints: readonly string[];
}

/** Returns where each Service that clients use leads by the last look; only those that exist. */
export function reportServices({
  services,
  rollout,
}: Pick<Evidence, 'services' | 'rollout'>): readonly ServiceReport[] {
  const pods = rollout?.namespacePods ?? [];
  const fresh = pods.find(({ role }) => role === 'new');
  const nameOf = (uid: string) => pods.find(pod => pod.uid === uid)?.name;
  const formatPort = (port: ServicePort) => {
    const number = typeof port.targetPort === 'string' && fresh ? resolveTarget(port, fresh) : undefined;
    return `${port.port} → ${port.targetPort}${number === undefined ? '' : ` (${number})`}`;
  };
  return clientServices.flatMap(({ name }) => {
    const service = services?.services.find(one => one.name === name);
    if (!service) return [];
    const slices = services?.slices.filter(slice => slice.service === name) ?? [];
    const ready = slices.flatMap(({ endpoints }) => endpoints.filter(({ isReady }) => isReady));
    return {
      name,
      selector: formatLabels(service.selector),
      ports: service.ports.map(formatPort),
      endpoints: [...new Set(ready.map(({ podUid, address }) => nameOf(podUid) ?? address))],
    };
  });
}
