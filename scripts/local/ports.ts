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
] as const;
export type Ports = Readonly<Record<(typeof portNames)[number], number>>;

// Below the range from which Linux takes ports for outgoing connections (32768 up), so a restart finds them free again.
const FIRST = 26_400;
const LAST = 27_400;

/** The cluster's ports: those of the last `up`, else free ones, which are then kept until `down`. */
export async function clusterPorts(): Promise<Ports> {
  const kept = readState('ports.json') as Ports | undefined;
  if (kept && portNames.every(name => typeof kept[name] === 'number')) return kept;
  const found: Partial<Record<keyof Ports, number>> = {};
  let next = FIRST;
  for (const name of portNames) {
    while (!(await isFree(next))) if (++next > LAST) throw noPortLeft();
    found[name] = next++;
  }
  writeState('ports.json', found);
  return found as Ports;
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
