import { type Comparison, compare } from '../toolkit/drift/compare.ts';
import { type HoldState, observeHolds } from '../toolkit/drift/hold-state.ts';
import { Observer } from '../toolkit/drift/observe.ts';
import type { Finding, Observed } from '../toolkit/drift/observed.ts';
import { asActionError } from '../toolkit/errors.ts';
import { fetchBranch } from '../toolkit/git/fetch.ts';
import type { Repository } from '../toolkit/git/git.ts';
import { readFileAt } from '../toolkit/git/read-file.ts';
import { releasePath } from '../toolkit/manifest-names.ts';
import { oneLine } from '../toolkit/one-line.ts';
import { sleep } from '../toolkit/poll.ts';
import { readBounds } from '../toolkit/release-bounds.ts';
import { say } from '../toolkit/report.ts';
import { describe, unread } from './cells.ts';
import type { DriftInputs } from './inputs.ts';
import type { Look, State } from './look.ts';

const lookAgainMs = 5_000;

// The scale workflow's schedule, and how late GitHub may start it.
const restoreGraceMs = 60 * 60_000;

interface Settled {
  readonly observed: Observed;
  readonly comparison: Comparison;
}

/** Looks at one environment until it is in step or patience ends. What cannot be read is a finding, not an error. */
export async function lookAt(
  environment: string,
  inputs: DriftInputs,
  repository: Repository,
  signal: AbortSignal,
): Promise<Look> {
  try {
    const { observed, comparison } = await settle(environment, inputs, repository, signal);
    const hold = await observeHolds(repository, observed.git.commit, environment, new Date());
    const others = [...holdFindings(hold), ...(await boundsFindings(repository, observed.git.commit, environment))];
    const findings = [...('findings' in comparison ? comparison.findings : []), ...others];
    const state = stateOf(comparison, others);
    return { environment, state, cells: describe(observed, hold), findings, overdue: overdueOf(hold) };
  } catch (thrown) {
    signal.throwIfAborted();
    const { message, next } = asActionError(thrown);
    return unreadable(environment, message, next);
  }
}

// An expired hold waits while a change is on its way: it may be what the hold has kept back.
function stateOf({ kind }: Comparison, others: readonly Finding[]): State {
  const counted = kind === 'rolling-out' ? others.filter(one => one.kind !== 'hold-expired') : others;
  return counted.length > 0 ? 'drift' : kind;
}

/** The look of an environment that could not be looked at. */
export function unreadable(
  environment: string,
  said: string,
  next = 'Fix what the message names; nothing is known of this environment until then.',
): Look {
  const finding: Finding = { kind: 'unreadable', what: 'It could not be looked at', said, next };
  return { environment, state: 'drift', cells: unread, findings: [finding], overdue: '' };
}

// A pod that is replaced, an engine at work or an API server that restarts looks like drift for a moment.
async function settle(
  environment: string,
  { engine, branch, kubeconfig, patienceMs, graceMs }: DriftInputs,
  repository: Repository,
  signal: AbortSignal,
): Promise<Settled> {
  const head = () => fetchBranch(repository, branch);
  const observer = new Observer(repository, { kubeconfig, signal }, { environment, engine, head });
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const isLast = Date.now() >= deadline;
    try {
      const observed = await observer.look();
      const comparison = compare(observed, graceMs);
      if (comparison.kind !== 'drift' || isLast) return { observed, comparison };
      for (const { what, said } of comparison.findings)
        say(`${environment}: ${oneLine(`${what} ${said}`, 300)}; looking again`);
    } catch (thrown) {
      signal.throwIfAborted();
      if (isLast || asActionError(thrown).code !== 'cluster-unreachable') throw thrown;
      say(`${environment}: ${oneLine(asActionError(thrown).message, 300)}; looking again`);
    }
    await sleep(Math.min(lookAgainMs, Math.max(1, deadline - Date.now())), signal);
  }
}

function holdFindings(hold: HoldState): Finding[] {
  if (hold.kind === 'invalid') {
    const next = 'Mend or delete hold.json: while nobody can read it, it keeps every release back.';
    return [{ kind: 'unreadable', what: 'hold.json cannot be read', said: hold.message, next }];
  }
  // Where another hold is in force, that one may keep the source back.
  const last = hold.isBehind && hold.inForce.length === 0 ? hold.expired.at(-1) : undefined;
  if (!last) return [];
  const what = `The hold has expired at ${last.until}, and the source that it kept back is not released`;
  const next = 'Run the deploy workflow on main, or set a new hold.';
  return [{ kind: 'hold-expired', what, said: last.reason, next }];
}

function overdueOf(hold: HoldState): string {
  return hold.kind === 'read' && hold.isBehind ? (hold.expired.at(-1)?.until ?? '') : '';
}

async function boundsFindings(repository: Repository, commit: string, environment: string): Promise<Finding[]> {
  const { temporary } = readBounds((await readFileAt(repository, commit, releasePath(environment))) ?? '');
  if (!temporary || Date.now() - Date.parse(temporary.until) < restoreGraceMs) return [];
  const what = `Temporary bounds have ended at ${temporary.until} and are still in Git`;
  const next = 'Run the scale workflow with `restore`, and see why its schedule has not.';
  return [{ kind: 'scale-expired', what, said: temporary.reason, next }];
}
