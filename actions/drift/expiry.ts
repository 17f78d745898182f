import { isOtherImage } from '../toolkit/drift/hold-state.ts';
import { asActionError } from '../toolkit/errors.ts';
import { fetchBranch, needCommit, type Repository } from '../toolkit/git.ts';
import type { GitHub } from '../toolkit/github.ts';
import { listAt, textAt } from '../toolkit/json.ts';

/** A run of the workflow that deploys. */
export interface Run {
  readonly status: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly headSha: string;
}

export type Dispatch = 'dispatched' | 'running' | 'tried';

interface Deploy {
  readonly workflow: string;
  readonly branch: string;
  /** When the hold expired: ISO 8601. */
  readonly expiredAt: string;
}

/**
 * Starts the deploy of a branch's head, which holds the newest held source. Not while a run is under way, nor again after one
 * that had its chance: what it left is for a person. Throws `github-*`.
 */
export async function deployHeld(
  github: GitHub,
  repository: Repository,
  { workflow, branch, expiredAt }: Deploy,
): Promise<Dispatch> {
  const runs = await listRuns(github, workflow, branch);
  const head = await fetchBranch(repository, branch);
  const sameImage = await filter(runs, run => holdsImageOf(repository, run.headSha, head));
  const decision = decideDispatch(runs, sameImage, expiredAt);
  if (decision !== 'dispatched') return decision;
  const route = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';
  await github.call(route, { workflow_id: workflow, ref: branch });
  return decision;
}

/** What to do about an expired hold, by the workflow's runs on the branch and those of them for the held image. Pure. */
export function decideDispatch(runs: readonly Run[], sameImage: readonly Run[], expiredAt: string): Dispatch {
  if (runs.some(({ status }) => status !== 'completed')) return 'running';
  const isTried = sameImage.some(({ createdAt }) => Date.parse(createdAt) >= Date.parse(expiredAt));
  return isTried ? 'tried' : 'dispatched';
}

async function listRuns(github: GitHub, workflow: string, branch: string): Promise<Run[]> {
  const route = 'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs';
  const { data } = await github.call(route, { workflow_id: workflow, branch, per_page: 50 });
  return listAt(data, 'workflow_runs').map(run => ({
    status: textAt(run, 'status'),
    createdAt: textAt(run, 'created_at'),
    headSha: textAt(run, 'head_sha'),
  }));
}

async function holdsImageOf(repository: Repository, commit: string, head: string): Promise<boolean> {
  try {
    return !(await isOtherImage(repository, await needCommit(repository, commit), head));
  } catch (thrown) {
    // A commit that a force push has taken away says nothing of this one.
    if (asActionError(thrown).code === 'commit-unknown') return false;
    throw thrown;
  }
}

async function filter<T>(items: readonly T[], test: (item: T) => Promise<boolean>): Promise<T[]> {
  const kept: T[] = [];
  for (const item of items) if (await test(item)) kept.push(item);
  return kept;
}
