import { isOtherImage } from '../toolkit/drift/hold-state.ts';
import { asActionError } from '../toolkit/errors.ts';
import { ensureCommit, fetchBranch } from '../toolkit/git/fetch.ts';
import type { Repository } from '../toolkit/git/git.ts';
import type { GitHub } from '../toolkit/github.ts';
import { listAt, textAt } from '../toolkit/json.ts';
import { startWorkflow } from '../toolkit/start-workflow.ts';

/** A run of the workflow that deploys. */
export interface Run {
  /** What started it: `push`, `workflow_dispatch`. */
  readonly event: string;
  readonly status: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly headSha: string;
}

export type Dispatch = 'dispatched' | 'running' | 'waiting' | 'tried';

// The time limits of its jobs together; one that is older is stuck, for want of a runner or of a person.
const longestRunMs = 2 * 60 * 60_000;

interface Deploy {
  readonly workflow: string;
  readonly branch: string;
  /** When the hold expired: ISO 8601. */
  readonly expiredAt: string;
}

/**
 * Starts the deploy of a branch's head, which holds the newest held source. Not while a run is under way, nor again after one
 * that had its chance: what it left, or waits for, is for a person. Throws `github-*`.
 */
export async function deployHeld(
  github: GitHub,
  repository: Repository,
  { workflow, branch, expiredAt }: Deploy,
): Promise<Dispatch> {
  const runs = await listRuns(github, workflow, branch);
  const head = await fetchBranch(repository, branch);
  const sameImage = await filter(runs, run => holdsImageOf(repository, run.headSha, head));
  const decision = decideDispatch({ runs, sameImage, expiredAt, now: new Date() });
  if (decision !== 'dispatched') return decision;
  await startWorkflow(github, workflow, branch);
  return decision;
}

interface Question {
  /** Of the workflow, on the branch. */
  readonly runs: readonly Run[];
  /** Those of them for the held image. */
  readonly sameImage: readonly Run[];
  /** ISO 8601. */
  readonly expiredAt: string;
  readonly now: Date;
}

/** What to do about an expired hold. Pure. */
export function decideDispatch({ runs, sameImage, expiredAt, now }: Question): Dispatch {
  if (runs.some(run => isMoving(run, now))) return 'running';
  const since = sameImage.filter(({ createdAt }) => Date.parse(createdAt) >= Date.parse(expiredAt));
  if (since.some(({ status }) => status !== 'completed')) return 'waiting';
  // The push of a page or of another environment's release starts a run too, which releases nothing.
  return since.some(({ event }) => event === 'workflow_dispatch') ? 'tried' : 'dispatched';
}

// One that waits for a reviewer may wait for weeks.
function isMoving({ status, createdAt }: Run, now: Date): boolean {
  if (status === 'completed' || status === 'waiting') return false;
  return now.getTime() - Date.parse(createdAt) < longestRunMs;
}

async function listRuns(github: GitHub, workflow: string, branch: string): Promise<Run[]> {
  const route = 'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs';
  const { data } = await github.call(route, { workflow_id: workflow, branch, per_page: 50 });
  return listAt(data, 'workflow_runs').map(run => ({
    event: textAt(run, 'event'),
    status: textAt(run, 'status'),
    createdAt: textAt(run, 'created_at'),
    headSha: textAt(run, 'head_sha'),
  }));
}

async function holdsImageOf(repository: Repository, commit: string, head: string): Promise<boolean> {
  try {
    return !(await isOtherImage(repository, await ensureCommit(repository, commit), head));
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
