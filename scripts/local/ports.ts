import { createServer } from 'node:net';
import { Failure } from '../failure.ts';
import { readState, writeState } from './state.ts';

const portNames = [
  'apiserver',
  'etcd',
  'etcdPeer',
  'kubelet',
  'kubeProxyHealth',
  'kubeProxyMetrics',
  'metricsServer',
  'registry',
  'git',
  'redis',
  'argocdRepoServer',
  'argocdRepoServerMetrics',
  'argocdControllerMetrics',
  'fluxSource',
  'fluxSourceHealth',
  'fluxSourceMetrics',
  'fluxKustomizeHealth',
  'fluxKustomizeMetrics',
] as const;
export type Ports = Readonly<Record<(typeof portNames)[number], number>>;

// Below the range from which Linux takes ports for outgoing connections (32768 up), so a restart finds them free again.
const FIRST = 26_400;
const LAST = 27_400;

/** The cluster's ports: those of the last `up`, else free ones, which are then kept until `down`. */
export async function clusterPorts(): Promise<Ports> {
  // A cluster that an earlier version of this file has made keeps its ports, too: release files name its registry's.
  const ports = { ...(readState('ports.json') as Partial<Ports> | undefined) } as Record<keyof Ports, number>;
  const missing = portNames.filter(name => typeof ports[name] !== 'number');
  let next = FIRST;
  for (const name of missing) {
    while (Object.values(ports).includes(next) || !(await isFree(next))) if (++next > LAST) throw noPortLeft();
    ports[name] = next++;
  }
  if (missing.length > 0) writeState('ports.json', ports);
  return ports;
}

/** Fails with a clear message if somebody else listens on a port that one of our daemons is about to take. */
export async function expectFree(name: string, port: number): Promise<void> {
  if (await isFree(port)) return;
  throw new Failure(`Port ${port}, which ${name} of the local cluster uses, is taken by another program.`, {
    next: `End that program (\`ss -ltnp 'sport = :${port}'\` names it), or run \`npm run down\` and \`npm run up\`, which picks other ports.`,
  });
}

/** Whether nothing listens on this TCP port, on any address. */
export async function isFree(port: number): Promise<boolean> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    });
    server.listen({ port, host: '0.0.0.0', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function noPortLeft(): Failure {
  return new Failure(`No free TCP port is left between ${FIRST} and ${LAST}.`, {
    next: 'End programs that listen there.',
  });
}
