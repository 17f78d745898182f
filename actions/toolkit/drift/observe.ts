import { isDeepStrictEqual } from 'node:util';
import { renderedBounds } from '../bounds.ts';
import { ActionError, asActionError } from '../errors.ts';
import { ensureCommit } from '../git/fetch.ts';
import { git, type Repository } from '../git/git.ts';
import type { Cluster } from '../kubectl.ts';
import { renderAt, renderedDigest, renderedNamespace } from '../kustomize.ts';
import { holdPath, withoutPages } from '../manifest-names.ts';
import { observeHpa } from '../rollout/hpa.ts';
import { observeRollout } from '../rollout/observe.ts';
import { observeServices, renderedServices } from '../rollout/services.ts';
import type { SyncTarget } from '../sync/engine.ts';
import { type EngineName, engines } from '../sync/engines.ts';
import { findTarget } from '../sync/find-target.ts';
import type { EngineState, Observed, Standing } from './observed.ts';

export interface Subject {
  readonly environment: string;
  readonly engine: EngineName;
  /** The commit that the environment should be at, asked at each look. */
  readonly head: () => Promise<string>;
}

type Manifests = readonly unknown[];

/** Looks at one environment as often as it is asked; each commit is rendered once. Reads only. */
export class Observer {
  readonly #repository: Repository;
  readonly #cluster: Cluster;
  readonly #subject: Subject;
  readonly #renders = new Map<string, Promise<Manifests>>();

  constructor(repository: Repository, cluster: Cluster, subject: Subject) {
    this.#repository = repository;
    this.#cluster = cluster;
    this.#subject = subject;
  }

  /** The head is asked anew each time: what looked like drift may have been a push. Throws what cannot be read. */
  async look(): Promise<Observed> {
    const { environment, engine, head } = this.#subject;
    const commit = await head();
    const target = await findTarget(this.#repository, { commit, environment, engine });
    const rendered = await this.#render(commit, target.path);
    const namespace = target.destinationNamespace || renderedNamespace(rendered);
    if (namespace === '') throw new ActionError('engine-objects-invalid', `${target.path} names no namespace.`);
    const state = await this.#engine(target, commit, rendered);
    const rollout = await observeRollout(this.#cluster, namespace);
    // At once: what the pods have become since is no difference.
    const services = await observeServices(this.#cluster, namespace);
    const desired = {
      commit,
      digest: renderedDigest(rendered),
      bounds: renderedBounds(rendered),
      services: renderedServices(rendered),
    };
    return {
      at: Date.now(),
      namespace,
      git: { ...desired, changedAt: await changeTime(this.#repository, commit, environment) },
      engine: state,
      rollout,
      hpa: await observeHpa(this.#cluster, namespace),
      services,
    };
  }

  async #engine(target: SyncTarget, commit: string, rendered: Manifests): Promise<EngineState | undefined> {
    const sync = await engines[this.#subject.engine].observe(this.#cluster, target);
    if (!sync) return undefined;
    return { sync, standing: await this.#standing(sync.revision, target.path, commit, rendered) };
  }

  async #standing(revision: string | undefined, path: string, commit: string, rendered: Manifests): Promise<Standing> {
    if (revision === commit) return 'same-render';
    if (revision === undefined) return 'other-render';
    try {
      await ensureCommit(this.#repository, revision);
      return isDeepStrictEqual(await this.#render(revision, path), rendered) ? 'same-render' : 'other-render';
    } catch (thrown) {
      const { code } = asActionError(thrown);
      if (code === 'commit-unknown') return 'unknown';
      if (code === 'render-failed') return 'other-render';
      throw thrown;
    }
  }

  #render(commit: string, path: string): Promise<Manifests> {
    const key = `${commit}:${path}`;
    const known = this.#renders.get(key) ?? renderAt(this.#repository, commit, path);
    this.#renders.set(key, known);
    return known;
  }
}

// By the branch's own commits: a merge counts from when it was merged, not from when its commits were written.
async function changeTime(repository: Repository, commit: string, environment: string): Promise<number> {
  const of = [`overlays/${environment}`, `clusters/${environment}`, 'base', 'components'].map(
    name => `kustomize/${name}`,
  );
  const paths = [...of, `:(exclude)${holdPath(environment)}`, withoutPages];
  const log = await git(repository, 'log', '-1', '--first-parent', '--format=%ct', commit, '--', ...paths);
  return Number(log) * 1000;
}
