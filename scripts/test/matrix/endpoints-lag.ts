import { setTimeout as pause } from 'node:timers/promises';
import { listAt, textAt } from '../../../actions/toolkit/json.ts';
import { ensureControllerManager } from '../../local/control-plane.ts';
import { stopDaemon } from '../../local/daemon.ts';
import { getJson } from '../../local/kubectl.ts';
import { acquire } from '../../local/lock.ts';
import { ensureNetwork } from '../../local/network.ts';
import { waitFor } from '../../local/wait.ts';

const controller = 'endpointslice-controller';
const apart = { name: 'kube-endpointslice-controller', controllers: controller };

// Both engines' tests share the cluster's controllers.
const controllers = '\0vad-gitops-matrix-controllers';
const user = (number: number) => `\0vad-gitops-matrix-controllers-${number}`;

/**
 * Runs the endpoints controller as a process of its own, so that it can lag; returns what puts it back beside the others once
 * no other test needs it apart.
 */
export async function separateEndpointsController(): Promise<() => Promise<void>> {
  const network = await ensureNetwork();
  const stopUsing = await exclusively(async () => {
    await ensureControllerManager(network, { controllers: `*,-${controller}` });
    await ensureControllerManager(network, apart);
    return (await take(user(1))) ?? (await take(user(2)));
  });
  return () =>
    exclusively(async () => {
      stopUsing?.();
      // The name is free a moment later.
      await pause(200);
      const others = [await take(user(1)), await take(user(2))];
      for (const release of others) release?.();
      if (others.includes(undefined)) return;
      await stopDaemon(apart.name);
      await ensureControllerManager(network);
    });
}

/**
 * Stops the endpoints controller for a while, and waits until it has caught up in a namespace. One lag at a time: two tests
 * that share the cluster would make one that is too long.
 */
export function lagEndpoints(namespace: string, forMs: number): Promise<void> {
  return exclusively(async () => {
    await stopDaemon(apart.name);
    await pause(forMs);
    await ensureControllerManager(await ensureNetwork(), apart);
    await waitFor('the endpoints to follow', () => haveFollowed(namespace), { timeoutMs: 60_000 });
    await pause(caughtUpMs);
  });
}

// For the other tests' namespaces, which the same controller keeps.
const caughtUpMs = 5_000;

async function exclusively<T>(work: () => Promise<T>): Promise<T> {
  const release = await waitFor('the controllers', () => take(controllers), { timeoutMs: 5 * 60_000 });
  return await work().finally(release);
}

const take = (name: string) => acquire(name, `process ${process.pid}`);

async function haveFollowed(namespace: string): Promise<boolean> {
  const list = await getJson<unknown>(['pods,endpointslices', '--namespace', namespace]);
  const items = listAt(list, 'items');
  const ready = items.filter(item => listAt(item, 'status', 'conditions').some(isReady));
  const listed = items.flatMap(item => listAt(item, 'endpoints')).map(one => textAt(one, 'targetRef', 'uid'));
  return ready.length > 0 && ready.every(pod => listed.includes(textAt(pod, 'metadata', 'uid')));
}

const isReady = (condition: unknown) => textAt(condition, 'type') === 'Ready' && textAt(condition, 'status') === 'True';
