import { kubectl } from '../../local/kubectl.ts';
import { lagEndpoints, separateEndpointsController } from './endpoints-lag.ts';
import type { Ground } from './ground.ts';
import { waitForNewPod } from './obstacles.ts';

/** Good rollouts in a row, none of which may fail. */
export interface RolloutSeries {
  /** As of a Case: stable, in kebab-case. */
  readonly id: string;
  readonly title: string;
  readonly expected: 'verified';
  readonly rollouts: number;
  /** Prepares the cluster; gives what takes that back. */
  arrange?(): Promise<() => Promise<unknown>>;
  /** What happens during each rollout, counted from 1, that a verdict must not mind. */
  disturb?(ground: Ground, rollout: number): Promise<unknown>;
}

export const rolloutSeries: readonly RolloutSeries[] = [
  { id: 'good-rollouts', title: '20 good rollouts, no false alarm', expected: 'verified', rollouts: 20 },
  {
    id: 'disturbed-rollouts',
    title: '20 good rollouts while pods are deleted, the HPA moves and EndpointSlices lag by 40 s, no false alarm',
    expected: 'verified',
    rollouts: 20,
    arrange: separateEndpointsController,
    disturb: (ground, rollout) => disturbances[rollout % disturbances.length]?.(ground) ?? Promise.resolve(),
  },
];

const disturbances: readonly ((ground: Ground) => Promise<unknown>)[] = [
  ({ namespace }) => lagEndpoints(namespace, 40_000),
  deleteNewPod,
  // As the autoscaler does it.
  ({ namespace }) => kubectl(['scale', 'deployment', 'vad-service', '--replicas', '3', '--namespace', namespace]),
  ({ namespace }) => kubectl(['scale', 'deployment', 'vad-service', '--replicas', '2', '--namespace', namespace]),
  async ground => {
    await Promise.all([deleteNewPod(ground), lagEndpoints(ground.namespace, 40_000)]);
  },
];

async function deleteNewPod({ namespace }: Ground): Promise<void> {
  const name = await waitForNewPod(namespace, pod => pod.isReady);
  await kubectl(['delete', 'pod', name, '--wait=false', '--namespace', namespace]);
}
