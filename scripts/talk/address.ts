import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listAt } from '../../actions/toolkit/json.ts';
import { getJson, portForward } from '../../actions/toolkit/kubectl.ts';
import { applicationPath, grpcPort } from '../../actions/toolkit/manifest-names.ts';
import { parseApplication } from '../../actions/toolkit/sync/argocd.ts';
import { Failure } from '../failure.ts';
import { expectCluster, userRepository } from '../local/deploy.ts';
import { asRoot } from '../local/root.ts';
import { kubeconfigs } from '../local/state.ts';
import { terminalProgress } from '../progress.ts';
import { readPod } from '../status/collect.ts';
import { ensureTools } from '../tools/build.ts';

const LOCAL_SERVICE = '127.0.0.1:50051';

export type Wanted =
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'environment'; readonly environment: string };

/** What the person wants to talk to: as asked for, else as VAD_ADDRESS says, else the local cluster, else the service alone. */
export function choose(
  asked: { readonly address?: string | undefined; readonly environment?: string | undefined },
  env: Readonly<Record<string, string | undefined>>,
  hasCluster: boolean,
): Wanted {
  if (asked.address) return { kind: 'address', address: asked.address };
  if (asked.environment) return { kind: 'environment', environment: asked.environment };
  if (env.VAD_ADDRESS) return { kind: 'address', address: env.VAD_ADDRESS };
  if (hasCluster) return { kind: 'environment', environment: 'production' };
  return { kind: 'address', address: LOCAL_SERVICE };
}

/** Opens a way to the service; `close` ends what had to be started for it. */
export async function reach(wanted: Wanted): Promise<{ address: string; close: () => void }> {
  if (wanted.kind === 'address') return { address: wanted.address, close: () => {} };
  const { environment } = wanted;
  expectCluster();
  await ensureTools(['kubernetes'], terminalProgress());
  await asRoot(); // the cluster's kubeconfig is root's
  const namespace = namespaceOf(environment);
  const cluster = { kubeconfig: kubeconfigs.admin };
  const pods = listAt(await getJson(cluster, ['pods', '-l', 'app=vad-service', '-n', namespace]), 'items');
  const ready = pods.map(readPod).find(pod => pod.ready);
  if (!ready) {
    throw new Failure(`No pod of ${environment} is ready.`, { next: '`npm run status` tells why.' });
  }
  const { port, stop } = await portForward(cluster, namespace, ready.name, grpcPort);
  return { address: `127.0.0.1:${port}`, close: stop };
}

/** The namespace of an environment of this checkout. */
export function namespaceOf(environment: string): string {
  const file = join(userRepository, applicationPath(environment));
  if (!existsSync(file)) {
    throw new Failure(`There is no environment ${environment}.`, { next: 'kustomize/clusters/ lists them.' });
  }
  return parseApplication(readFileSync(file, 'utf8')).destinationNamespace;
}
