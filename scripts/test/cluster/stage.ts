import { expect, inject } from 'vitest';
import { $ } from 'zx';
import { type Release, readRelease } from '../../../actions/toolkit/release-file.ts';
import type { Cluster } from '../../local/cluster.ts';
import { deploy, runDeploy } from '../../local/deploy.ts';
import { dispatch, type Start } from '../../local/dispatch.ts';
import type { EngineName } from '../../local/engines.ts';
import { repositoryPath } from '../../local/git.ts';
import { getJson } from '../../local/kubectl.ts';
import type { Settings } from '../../local/workflow.ts';
import { silentProgress } from '../../progress.ts';
import { readPod } from '../../status/collect.ts';
import { collectProject, type ProjectStatus } from '../../status/project.ts';
import { pushToMain } from './push.ts';
import { type TestRepository, testRepository } from './test-repository.ts';

export type Environment = 'staging' | 'production';

/** How a run ended, and all that it has said. */
export interface Ran {
  readonly failure: string | undefined;
  readonly text: string;
}

/** A test's repository on the real cluster, and what a test does with it. */
export interface Stage {
  readonly repository: TestRepository;
  /** The same stage, with other settings of the repository. */
  with(settings: Settings): Stage;
  /** Merges a commit and runs deploy.yaml; the text is all that the run has said. */
  run(commit: string, checkout?: string): Promise<Ran>;
  /** A person pushes one changed file straight to main of the Git host, and deploy.yaml runs. */
  push(file: string, change: (text: string) => string): Promise<Ran>;
  /** Starts a workflow by hand or by its clock; `checkout` is a folder of its own, for runs at the same time. */
  dispatch(workflow: string, start: Start, checkout?: string): Promise<Ran>;
  release(environment: Environment): Promise<Release | undefined>;
  /** What `npm run status` knows of it. */
  status(): Promise<ProjectStatus>;
  /** The digest of each pod that is ready and stays. */
  readyPods(environment: Environment): Promise<readonly string[]>;
  /** At least two, as the HPA wants: a Deployment without replicas starts with one, until the HPA first looks at it. */
  bothPodsReady(environment: Environment, digest: string | undefined): Promise<void>;
}

/** Sets the stage for one engine; the cluster is there already, with all engines (global-setup.ts). */
export async function openStage(suffix: string, engine: EngineName = 'argocd'): Promise<Stage> {
  return stageOf(inject('cluster'), await testRepository(suffix, engine), {});
}

function stageOf(cluster: Cluster, repository: TestRepository, settings: Settings): Stage {
  const { name, engine, folder } = repository;
  const target = { repository: name, engine, settings };
  return {
    repository,
    with: other => stageOf(cluster, repository, other),
    run(commit, checkout = name) {
      const deployment = { ...target, commit, checkout, source: folder };
      return observed(onLine => deploy(cluster, deployment, 'push', silentProgress, onLine));
    },
    push: (file, change) =>
      observed(async onLine => {
        const merge = await pushToMain(name, { [file]: change });
        await runDeploy(cluster, merge, target, 'push', silentProgress, onLine);
      }),
    dispatch(workflow, start, checkout = name) {
      const run = { ...target, workflow, start, checkout };
      return observed(onLine => dispatch(cluster, run, silentProgress, onLine));
    },
    release: environment => release(repository.name, environment),
    status() {
      const bare = { dir: repositoryPath(name) };
      const environments = ['staging', 'production'];
      return collectProject({ name, engine, environments, repository: bare, lastRun: undefined });
    },
    readyPods: environment => readyDigests(repository.namespaces[environment]),
    async bothPodsReady(environment, digest) {
      const namespace = repository.namespaces[environment];
      // More than two for some minutes after a scale: the autoscaler takes its time.
      const others = async () => (await readyDigests(namespace)).filter(one => one !== digest);
      await expect.poll(async () => (await readyDigests(namespace)).length, { timeout: 60_000 }).toBeGreaterThan(1);
      await expect.poll(others, { timeout: 60_000 }).toEqual([]);
    },
  };
}

type OnLine = (line: string) => void;

async function observed(work: (onLine: OnLine) => Promise<unknown>): Promise<Ran> {
  const lines: string[] = [];
  try {
    await work(line => lines.push(line));
    return { failure: undefined, text: lines.join('\n') };
  } catch (error) {
    return { failure: `${error}\n${lines.slice(-40).join('\n')}`, text: lines.join('\n') };
  }
}

async function release(name: string, environment: Environment): Promise<Release | undefined> {
  const bare = repositoryPath(name);
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
