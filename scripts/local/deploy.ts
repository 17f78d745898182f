import { join } from 'node:path';
import { $ } from 'zx';
import { Failure } from '../failure.ts';
import type { Progress } from '../progress.ts';
import type { Cluster } from './cluster.ts';
import type { EngineName } from './engines.ts';
import { applyClusters } from './environments.ts';
import { repositoryUrl } from './git.ts';
import { type Merge, mergeIntoMain } from './merge.ts';
import { briefly, readable, verbosely } from './run-output.ts';
import { clusterExists } from './state.ts';
import { runWorkflow, type Settings } from './workflow.ts';

/** The user's repository: the one that this file belongs to. */
export const userRepository = join(import.meta.dirname, '..', '..');

/** Resolves what a person named to a commit of their repository; says so when the work tree holds more than that. */
export async function resolveCommit(reference: string, progress: Progress): Promise<string> {
  const git = $({ cwd: userRepository, quiet: true, nothrow: true });
  const found = await git`git rev-parse --verify --end-of-options ${`${reference}^{commit}`}`;
  if (found.exitCode !== 0) {
    throw new Failure(`There is no commit ${reference} in this repository.`, {
      ...(found.stderr ? { cause: new Error(found.stderr.trim()) } : {}),
      next: '`git log` and `git branch` list what there is.',
    });
  }
  const status = await git`git status --porcelain`;
  if (status.stdout.trim()) {
    progress.note('The work tree has changes that are not committed: only what is committed is deployed.');
  }
  return found.stdout.trim();
}

export type Trigger = 'push' | 'workflow_dispatch';

/** A commit to deploy, from a repository on this machine to one on the local Git host. */
export interface Deployment {
  readonly commit: string;
  readonly source: string;
  readonly repository: string;
  /** Who syncs its environments; the cluster runs it. */
  readonly engine: EngineName;
  readonly settings?: Settings;
  /** A folder for the run's checkout, where another run may use the repository's own at the same time. */
  readonly checkout?: string;
}

/** Merges a commit on the local Git host and runs deploy.yaml for that push, as GitHub would. */
export async function deploy(
  cluster: Cluster,
  deployment: Deployment,
  trigger: Trigger,
  progress: Progress,
  onLine: (line: string) => void,
): Promise<Merge> {
  const { commit, source, repository } = deployment;
  const merge = await progress.step(`merge ${commit.slice(0, 12)} into main of the Git server`, () =>
    mergeIntoMain(cluster.ports, repository, source, commit, deployment.checkout),
  );
  if (!merge.pushed) progress.note(heldAlready(commit, merge));
  await runDeploy(cluster, merge, deployment, trigger, progress, onLine);
  return merge;
}

function heldAlready(commit: string, { after }: Merge): string {
  const [ours, newest] = [commit.slice(0, 12), after.slice(0, 12)];
  if (ours === newest) return `main holds ${ours} already: it is deployed and verified again.`;
  return `main holds ${ours} already, and more: its ${newest} is deployed and verified. \`npm run down\` begins anew.`;
}

/** Runs deploy.yaml for what main of a repository on the local Git host has got. */
export async function runDeploy(
  cluster: Cluster,
  merge: Merge,
  { repository, engine, settings = {} }: Omit<Deployment, 'commit' | 'source'>,
  trigger: Trigger,
  progress: Progress,
  onLine: (line: string) => void,
): Promise<void> {
  const { checkout } = merge;
  const kubeconfig = await progress.step('apply clusters/ as an owner does once', () =>
    applyClusters(checkout, engine, repositoryUrl(cluster.ports, repository)),
  );
  const run = {
    ...event(merge, trigger),
    workflow: 'deploy.yaml',
    checkout,
    kubeconfig,
    repository: `local/${repository}`,
    engine,
    settings,
  };
  await progress.step('run deploy.yaml', () => runWorkflow(cluster, run, onLine));
}

/** Shows a run on stdout: what matters of it, or all. */
export function showRun(verbose: boolean | undefined): (line: string) => void {
  const keep = verbose ? verbosely() : briefly();
  return line => {
    if (keep(line)) console.log(readable(line));
  };
}

/** The push to main; where nothing was pushed, the dispatch that a person would start instead. */
function event(merge: Merge, trigger: Trigger): { event: string; payload: object } {
  const ref = 'refs/heads/main';
  if (trigger === 'workflow_dispatch' || !merge.pushed) {
    return { event: 'workflow_dispatch', payload: { ref, inputs: {} } };
  }
  const payload = { ref, before: merge.before, after: merge.after, head_commit: { id: merge.after } };
  return { event: 'push', payload };
}

/** Fails with what to do unless `up` has made a cluster. */
export function expectCluster(): void {
  if (!clusterExists()) throw new Failure('There is no local cluster.', { next: 'Start it with `npm run up`.' });
}
