import { inject } from 'vitest';
import { parseDocument } from 'yaml';
import { $ } from 'zx';
import { type Ended, runAction } from '../../../actions/test/harness.ts';
import { releasePath } from '../../../actions/toolkit/manifest-names.ts';
import { editRelease, type Release } from '../../../actions/toolkit/release-file.ts';
import type { Cluster } from '../../local/cluster.ts';
import type { EngineName } from '../../local/engines.ts';
import { repositoryPath } from '../../local/git.ts';
import { kubectl } from '../../local/kubectl.ts';
import { statePath } from '../../local/state.ts';
import { type Changes, pushToMain } from '../cluster/push.ts';
import { openStage, type Stage } from '../cluster/stage.ts';
import { overlayFile } from './cases.ts';
import { type EngineObject, engineObject } from './engine-object.ts';
import type { Watched } from './observe.ts';

/** One engine's environment on the real cluster, which runs a good release; what each fault begins with and returns to. */
export class Ground implements Watched {
  readonly engine: EngineName;
  readonly cluster: Cluster;
  readonly stage: Stage;
  readonly good: Release;
  readonly namespace: string;
  readonly engineObject: EngineObject;
  readonly #overlay: string;

  constructor(engine: EngineName, cluster: Cluster, stage: Stage, good: Release, overlay: string) {
    this.engine = engine;
    this.cluster = cluster;
    this.stage = stage;
    this.good = good;
    this.#overlay = overlay;
    this.namespace = stage.repository.namespaces.staging;
    this.engineObject = engineObject(stage, 'staging');
  }

  /** Pushes to main; gives the commit. */
  async push(changes: Changes): Promise<string> {
    return (await pushToMain(this.stage.repository.name, changes)).after;
  }

  /** Names another release in Git, as bump-overlay does. */
  pin(release: Release): Promise<string> {
    return this.push({ [releasePath('staging')]: text => editRelease(text, release) });
  }

  /** Pins, and patches the Deployment by the overlay. */
  patch(release: Release, spec: object): Promise<string> {
    const patch = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'vad-service' }, spec };
    return this.patchWith(release, { patch: JSON.stringify(patch) });
  }

  /** Pins, and adds one of kustomize's patches to the overlay. */
  patchWith(release: Release, patch: object): Promise<string> {
    return this.push({
      [releasePath('staging')]: text => editRelease(text, release),
      [overlayFile]: text => withPatch(text, patch),
    });
  }

  /** Takes Git back to the good release and the overlay that was there first. */
  restore(): Promise<string> {
    return this.push({
      [releasePath('staging')]: text => editRelease(text, this.good),
      [overlayFile]: () => this.#overlay,
    });
  }

  /** Runs the bundled action as deploy.yaml does, with the verifier's rights alone. */
  verify(revision: string, digest: string, inputs: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return runAction('verify-rollout', {
      cwd: statePath('checkouts', this.stage.repository.name),
      inputs: { environment: 'staging', revision, digest, engine: this.engine, timeout: '9m', ...inputs },
      env: { KUBECONFIG: statePath('verifier.kubeconfig') },
    });
  }
}

/** Deploys this work tree by deploy.yaml, once, and takes what staging then runs as the good release. */
export async function openGround(engine: EngineName): Promise<Ground> {
  const stage = await openStage(`matrix-${engine}-${process.pid.toString(36)}`, engine);
  const { failure } = await stage.run(await stage.repository.head());
  if (failure !== undefined) throw new Error(failure);
  const good = await stage.release('staging');
  if (!good) throw new Error('staging has no release');
  // A small node has no room for both environments of both engines, and what a rollout adds.
  const production = engineObject(stage, 'production');
  await kubectl(['delete', ...production]);
  await kubectl(['delete', 'namespace', stage.repository.namespaces.production]);
  const bare = repositoryPath(stage.repository.name);
  const overlay = await $({ quiet: true })`git -C ${bare} show ${`main:${overlayFile}`}`;
  return new Ground(engine, inject('cluster'), stage, good, overlay.stdout);
}

function withPatch(text: string, patch: object): string {
  const document = parseDocument(text);
  document.set('patches', document.createNode([patch]));
  return document.toString({ lineWidth: 0 });
}
