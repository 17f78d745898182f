import { expect } from 'vitest';
import { $ } from 'zx';
import { type Release, readRelease } from '../../../actions/toolkit/release-file.ts';
import { type Cluster, ensureCluster } from '../../local/cluster.ts';
import { deploy } from '../../local/deploy.ts';
import { getJson } from '../../local/kubectl.ts';
import { statePath } from '../../local/state.ts';
import { silentProgress } from '../../progress.ts';
import { readPod } from '../../status/collect.ts';
import { type TestRepository, testRepository } from './test-repository.ts';

export type Environment = 'staging' | 'production';

/** A test's repository on the real cluster, and what a test does with it. */
export interface Stage {
  readonly repository: TestRepository;
  /** Merges a commit and runs deploy.yaml; the text is all that the run has said. */
  run(commit: string): Promise<{ failure: string | undefined; text: string }>;
  release(environment: Environment): Promise<Release | undefined>;
  /** Two, as the HPA wants: a Deployment without replicas starts with one, until the HPA first looks at it. */
  bothPodsReady(environment: Environment, digest: string | undefined): Promise<void>;
}

/** Sets the stage; the cluster is there already (global-setup.ts). */
export async function openStage(suffix: string): Promise<Stage> {
  const cluster = await ensureCluster(silentProgress);
  const repository = await testRepository(suffix);
  return {
    repository,
    run: commit => run(cluster, repository, commit),
    release: environment => release(repository.name, environment),
    async bothPodsReady(environment, digest) {
      const namespace = repository.namespaces[environment];
      await expect.poll(() => readyDigests(namespace), { timeout: 60_000 }).toEqual([digest, digest]);
    },
  };
}

async function run(cluster: Cluster, { folder, name }: TestRepository, commit: string) {
  const lines: string[] = [];
  const deployment = { commit, source: folder, repository: name };
  try {
    await deploy(cluster, deployment, 'push', silentProgress, line => lines.push(line));
    return { failure: undefined, text: lines.join('\n') };
  } catch (error) {
    return { failure: `${error}\n${lines.slice(-40).join('\n')}`, text: lines.join('\n') };
  }
}

async function release(name: string, environment: Environment): Promise<Release | undefined> {
  const bare = statePath('git', `${name}.git`);
  const file = `main:kustomize/overlays/${environment}/release/kustomization.yaml`;
  return readRelease((await $({ quiet: true })`git -C ${bare} show ${file}`).stdout);
}

async function readyDigests(namespace: string): Promise<string[]> {
  const { items } = await getJson<{ items: unknown[] }>(['pods', '--selector', 'app=vad-service', '-n', namespace]);
  return items
    .map(readPod)
    .filter(pod => pod.ready && pod.reason !== 'Terminating')
    .map(pod => pod.digest);
}
