import { at, isRecord, listAt, textAt } from '../toolkit/json.ts';
import { deploymentName } from '../toolkit/manifest-names.ts';
import { parseQuantity } from './quantity.ts';

/** What one pod counts for against a quota: by the quota's own names, such as `requests.cpu`. */
export type PodCost = ReadonlyMap<string, number>;

/** The service's Deployment among an overlay's manifests. */
export function findDeployment(manifests: readonly unknown[]): unknown {
  return manifests.find(
    one => textAt(one, 'kind') === 'Deployment' && textAt(one, 'metadata', 'name') === deploymentName,
  );
}

/** What one pod of a Deployment asks for, by the rules of the scheduler: containers add up, init containers run one at a time. */
export function podCost(deployment: unknown): PodCost {
  const spec = at(deployment, 'spec', 'template', 'spec');
  const init = listAt(spec, 'initContainers');
  const isSidecar = (container: unknown) => textAt(container, 'restartPolicy') === 'Always';
  const running = [...listAt(spec, 'containers'), ...init.filter(isSidecar)].map(needs);
  const once = init.filter(container => !isSidecar(container)).map(needs);
  const cost = new Map<string, number>();
  for (const name of new Set([...running, ...once].flatMap(need => [...need.keys()]))) {
    const together = running.reduce((sum, need) => sum + (need.get(name) ?? 0), 0);
    cost.set(name, Math.max(together, ...once.map(need => need.get(name) ?? 0)));
  }
  return cost;
}

/** How many pods a rollout may run beyond the wanted number, of `max`. */
export function surgeOf(deployment: unknown, max: number): number {
  if (textAt(deployment, 'spec', 'strategy', 'type') === 'Recreate') return 0;
  const surge = at(deployment, 'spec', 'strategy', 'rollingUpdate', 'maxSurge') ?? '25%';
  const [, percent] = /^(\d+)%$/.exec(String(surge)) ?? [];
  return percent === undefined ? Number(surge) : Math.ceil((Number(percent) * max) / 100);
}

function needs(container: unknown): PodCost {
  const of = (kind: string) => {
    const found = at(container, 'resources', kind);
    return isRecord(found) ? found : {};
  };
  const limits = of('limits');
  // A limit without a request is the request too.
  const requests = { ...limits, ...of('requests') };
  const entries = Object.entries({ requests, limits }).flatMap(([kind, resources]) =>
    Object.entries(resources).map(([name, value]) => [`${kind}.${name}`, parseQuantity(value) ?? 0] as const),
  );
  return new Map(entries);
}
