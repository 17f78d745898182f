import { connect, createServer } from 'node:net';
import { Failure } from '../failure.ts';

// Abstract sockets: the kernel frees the name when its holder dies, however it dies, so a lock is never stale.
const CLUSTER = '\0vad-gitops-local-cluster';

/** Holds the machine's one local cluster while `work` runs; refuses at once if another command holds it. */
export async function withClusterLock<T>(command: string, work: () => Promise<T>): Promise<T> {
  const release = await acquireClusterLock(command);
  try {
    return await work();
  } finally {
    release();
  }
}

/** Takes the lock of the local cluster and gives the function that frees it. */
export async function acquireClusterLock(command: string): Promise<() => void> {
  const release = await acquire(CLUSTER, `\`npm run ${command}\` (process ${process.pid})`);
  if (release) return release;
  throw new Failure(`The local cluster is in use by ${await holder(CLUSTER)}.`, {
    next: `Wait until it has ended, or end it, then run \`npm run ${command}\` again.`,
  });
}

/** Takes a lock of this machine by its name; undefined where it is held. `owner` is told to whoever asks meanwhile. */
export async function acquire(name: string, owner: string): Promise<(() => void) | undefined> {
  const server = createServer(socket => {
    socket.on('error', () => socket.destroy());
    socket.end(owner);
  });
  const taken = new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(name, resolve);
  });
  return await taken.then(
    () => () => void server.close(),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') return undefined;
      throw error;
    },
  );
}

async function holder(name: string): Promise<string> {
  return await new Promise(resolve => {
    let text = '';
    const socket = connect(name);
    socket.on('data', data => {
      text += data;
    });
    socket.on('close', () => resolve(text || 'another command'));
    socket.on('error', () => resolve('another command'));
  });
}
