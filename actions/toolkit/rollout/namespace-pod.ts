import { at, listAt, numberAt, textAt } from '../json.ts';
import { isReady } from './pod-state.ts';
import { type Labels, labelsAt } from './services.ts';

/** A pod of the namespace, as far as a Service may lead to it. */
export interface NamespacePod {
  readonly uid: string;
  readonly name: string;
  /** `new` has the Deployment's template, `old` an earlier one, `foreign` belongs to something else. */
  readonly role: 'new' | 'old' | 'foreign';
  readonly labels: Labels;
  /** Ready, and not being deleted. */
  readonly isServing: boolean;
  readonly ports: readonly ContainerPort[];
  readonly ips: readonly string[];
}

export interface ContainerPort {
  readonly container: string;
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
}

/** Reads a pod as a Service sees it. */
export function readNamespacePod(pod: unknown, role: NamespacePod['role']): NamespacePod {
  const isDeleted = at(pod, 'metadata', 'deletionTimestamp') !== undefined;
  return {
    uid: textAt(pod, 'metadata', 'uid'),
    name: textAt(pod, 'metadata', 'name'),
    role,
    labels: labelsAt(pod, 'metadata', 'labels'),
    isServing: isReady(pod) && !isDeleted,
    ports: serving(pod).flatMap(portsOf),
    ips: listAt(pod, 'status', 'podIPs').map(ip => textAt(ip, 'ip')),
  };
}

// In the order in which Kubernetes looks for a named port: containers, then sidecars.
function serving(pod: unknown): readonly unknown[] {
  const sidecars = listAt(pod, 'spec', 'initContainers').filter(one => textAt(one, 'restartPolicy') === 'Always');
  return [...listAt(pod, 'spec', 'containers'), ...sidecars];
}

function portsOf(container: unknown): ContainerPort[] {
  return listAt(container, 'ports').map(port => ({
    container: textAt(container, 'name'),
    name: textAt(port, 'name'),
    port: numberAt(port, 'containerPort'),
    protocol: textAt(port, 'protocol') || 'TCP',
  }));
}
