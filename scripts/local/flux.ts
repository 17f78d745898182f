import { mkdir } from 'node:fs/promises';
import { ensureDaemon, untilReady } from './daemon.ts';
import { fluxCustomResources } from './flux-crds.ts';
import { apply, kubectl } from './kubectl.ts';
import type { Ports } from './ports.ts';
import { kubeconfigs, statePath } from './state.ts';

const NAMESPACE = 'flux-system';
export const fluxDaemons = ['flux-kustomize-controller', 'flux-source-controller'] as const;

/** Flux's source-controller and kustomize-controller as host processes, with their CRDs. */
export async function ensureFlux(ports: Ports): Promise<void> {
  const definitions = await fluxCustomResources();
  await apply([...definitions, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } }]);
  // A controller ends when a kind that it watches is not served yet.
  const names = definitions.map(({ metadata }) => `crd/${metadata.name}`);
  await kubectl(['wait', '--for=condition=Established', ...names, '--timeout=30s']);
  await mkdir(statePath('tmp'), { recursive: true });
  await ensureSourceController(ports);
  await ensureKustomizeController(ports);
}

async function ensureSourceController(ports: Ports): Promise<void> {
  const storage = statePath('flux-storage');
  await mkdir(storage, { recursive: true });
  const address = `127.0.0.1:${ports.fluxSource}`;
  await ensureController(
    'flux-source-controller',
    { health: ports.fluxSourceHealth, metrics: ports.fluxSourceMetrics, other: [ports.fluxSource] },
    // kustomize-controller fetches what is stored here from the advertised address.
    [`--storage-path=${storage}`, `--storage-addr=${address}`, `--storage-adv-addr=${address}`],
  );
}

async function ensureKustomizeController(ports: Ports): Promise<void> {
  await ensureController('flux-kustomize-controller', {
    health: ports.fluxKustomizeHealth,
    metrics: ports.fluxKustomizeMetrics,
    other: [],
  });
}

interface ControllerPorts {
  readonly health: number;
  readonly metrics: number;
  readonly other: readonly number[];
}

async function ensureController(
  name: (typeof fluxDaemons)[number],
  ports: ControllerPorts,
  more: readonly string[] = [],
): Promise<void> {
  await ensureDaemon({
    name,
    command: name.replace('flux-', ''),
    args: [
      ...more,
      `--health-addr=127.0.0.1:${ports.health}`,
      `--metrics-addr=127.0.0.1:${ports.metrics}`,
      '--events-addr=', // there is no notification-controller
      '--enable-leader-election=false',
    ],
    env: { KUBECONFIG: kubeconfigs.admin, RUNTIME_NAMESPACE: NAMESPACE, TMPDIR: statePath('tmp') },
    ports: [ports.health, ports.metrics, ...ports.other],
  });
  await untilReady(name, async () => (await fetch(`http://127.0.0.1:${ports.health}/readyz`)).ok);
}
