import { join } from 'node:path';
import type { ErrorCode } from '../../../actions/toolkit/errors.ts';
import { overlayPath } from '../../../actions/toolkit/manifest-names.ts';
import type { Release } from '../../../actions/toolkit/release-file.ts';
import type { Ground } from './ground.ts';
import type { Sight } from './observe.ts';

/** A fault, or something that looks like one, and the verdict that it must get. */
export interface Case {
  /** Stable, in kebab-case: `--only` takes it, and measured rows are kept under it. */
  readonly id: string;
  /** As docs/faults.md names it. */
  readonly title: string;
  readonly expected: ErrorCode | 'verified' | 'superseded';
  /** What the cluster shows once the fault can be known; a fault of Git or of the engine's settings is there at the push. */
  readonly evidence?: (sight: Sight, change: Change) => boolean;
  /** Whether the evidence is in the engine's object. */
  readonly isOfEngine?: true;
  /** How long the evidence must last before it may count, in milliseconds: a cause with a budget. */
  readonly budgetMs?: number;
  /** Prepares the cluster; gives what takes that back. */
  arrange?(ground: Ground): Promise<() => Promise<unknown>>;
  /** Changes Git. */
  change(ground: Ground, images: Images): Promise<Change>;
  /** What happens while the rollout is verified. */
  meanwhile?(ground: Ground): Promise<unknown>;
  /** The new pods are Ready by their own probes: the Service sends them calls too, beside the old ones. */
  readonly passesProbes?: true;
  /** A Service leads nowhere: no client reaches any pod, old or new. */
  readonly cutsClientsOff?: true;
}

export interface Change {
  readonly revision: string;
  readonly digest: string;
}

/** The overlay of the environment in which the faults are made. */
export const overlayFile = join(overlayPath('staging'), 'kustomization.yaml');

/** Makes an image, or gives the one that was made. */
export type Images = (name: string) => Promise<Release>;

/** Pins an image that the test makes. */
export const pinned =
  (name: string) =>
  async (ground: Ground, images: Images): Promise<Change> => {
    const release = await images(name);
    return { revision: await ground.pin(release), digest: release.digest };
  };

/** Patches the Deployment, with the good image or another one. */
export const patched =
  (spec: object, name?: string) =>
  async (ground: Ground, images: Images): Promise<Change> => {
    const release = name === undefined ? ground.good : await images(name);
    return { revision: await ground.patch(release, spec), digest: release.digest };
  };

/** A patch of the service's container. */
export const container = (more: object) => ({
  template: { spec: { containers: [{ name: 'vad-service', ...more }] } },
});

/** Whether some new pod waits for one of these reasons. */
export const waitsFor =
  (...reasons: readonly string[]) =>
  ({ rollout }: Sight) =>
    rollout.newPods.some(pod => pod.waiting !== undefined && reasons.includes(pod.waiting.reason));

/** Whether no new pod can be made, and why. */
export const isRefused = ({ rollout }: Sight) => rollout.createFailure !== undefined && rollout.newPods.length === 0;
