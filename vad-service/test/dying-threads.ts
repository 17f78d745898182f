/** Loaded into the service by --import: at SIGUSR2 its worker threads die of what the variable DEATH says. */
import { BroadcastChannel, isMainThread } from 'node:worker_threads';

const deaths: Record<string, () => void> = {
  'an error': () => {
    throw new Error('poof');
  },
  'an exit': () => process.exit(3),
  'too much memory': () => {
    let hoard: unknown;
    for (;;) hoard = [hoard, 1.5, 2.5];
  },
};

const channel = new BroadcastChannel('death');
channel.unref();
if (isMainThread) process.on('SIGUSR2', () => channel.postMessage(undefined));
else channel.onmessage = () => deaths[`${process.env.DEATH}`]?.();
