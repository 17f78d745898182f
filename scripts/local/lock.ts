import { connect, createServer } from 'node:net';
import { Failure } from '../failure.ts';

// An abstract socket: the kernel frees the name when its holder dies, however it dies, so a lock is never stale.
const NAME = '\0vad-gitops-local-cluster';

/** Holds the machine's one local cluster while `work` runs; refuses at once if another command holds it. */
export async function withClusterLock<T>(command: string, work: () => Promise<T>): Promise<T> {
  const release = await acquireClusterLock(command);
  try {
    return await work();
  } finally {
    release();
  }
}

/** Takes the lock and gives the function that frees it. */
export async function acquireClusterLock(command: string): Promise<() => void> {
  const server = createServer(socket => {
    socket.on('error', () => socket.destroy());
    socket.end(`\`npm run ${command}\` (process ${process.pid})`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(NAME, resolve);
  }).catch(async error => {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Failure(`The local cluster is in use by ${await holder()}.`, {
      next: `Wait until it has ended, or end it, then run \`npm run ${command}\` again.`,
    });
  });
  return () => server.close();
}

async function holder(): Promise<string> {
  return await new Promise(resolve => {
    let text = '';
    const socket = connect(NAME);
    socket.on('data', data => {
      text += data;
    });
    socket.on('close', () => resolve(text || 'another command'));
    socket.on('error', () => resolve('another command'));
  });
}
