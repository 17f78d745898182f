import { $ } from 'zx';
import type { Progress } from '../progress.ts';
import type { Cluster } from './cluster.ts';
import type { EngineName } from './engines.ts';
import { applyClusters } from './environments.ts';
import { repositoryUrl } from './git.ts';
import { freshCheckout } from './merge.ts';
import { runWorkflow, type Settings } from './workflow.ts';

/** What starts a run without a push. */
export type Start =
  | { readonly kind: 'workflow_dispatch'; readonly inputs: Readonly<Record<string, string>> }
  | { readonly kind: 'schedule'; readonly cron: string };

export interface Dispatch {
  /** The file in .github/workflows. */
  readonly workflow: string;
  readonly start: Start;
  /** A repository of the local Git host, and the engine of its environments. */
  readonly repository: string;
  readonly engine: EngineName;
  /** A folder for the run's checkout, where another run may use the repository's own at the same time. */
  readonly checkout?: string;
  readonly settings?: Settings;
}

/** Runs a workflow file of main as it is on the local Git host, as GitHub would for a person or by its clock. */
export async function dispatch(
  cluster: Cluster,
  { workflow, start, repository, engine, checkout: folder = repository, settings = {} }: Dispatch,
  progress: Progress,
  onLine: (line: string) => void,
): Promise<void> {
  const checkout = await freshCheckout(cluster.ports, repository, folder);
  await $({ cwd: checkout, quiet: true })`git checkout --quiet --force -B main origin/main`;
  const kubeconfig = await progress.step('apply clusters/ as an owner does once', () =>
    applyClusters(checkout, engine, repositoryUrl(cluster.ports, repository)),
  );
  const ref = 'refs/heads/main';
  const payload =
    start.kind === 'schedule' ? { ref, schedule: start.cron } : { ref, inputs: { ...start.inputs }, workflow };
  const of = { checkout, kubeconfig, engine, repository: `local/${repository}`, settings };
  const run = { workflow, event: start.kind, payload, ...of };
  await progress.step(`run ${workflow}`, () => runWorkflow(cluster, run, onLine));
}
