import { ActionError } from '../toolkit/errors.ts';
import type { Repository } from '../toolkit/git/git.ts';
import { retryOnConflict } from '../toolkit/git/push-with-retry.ts';
import { attempt, connect, type GitHub } from '../toolkit/github.ts';
import { readLedger } from '../toolkit/ledger.ts';
import { type Head, readHead } from '../toolkit/release/head.ts';
import { startWorkflow } from '../toolkit/start-workflow.ts';
import { type Context, unchanged } from './context.ts';
import { type Decision, decide } from './decide.ts';
import type { RollbackInputs } from './inputs.ts';
import { lookBack, type Past } from './look-back.ts';
import { afterLift } from './next-holds.ts';
import type { Rollback, RollbackAttempt } from './outcome.ts';
import { proveOnce } from './proof.ts';
import { repin } from './repin.ts';
import { revert } from './revert.ts';

// Months of releases; older ones are hardly in the registry any more.
const entriesLooked = 200;

/**
 * Goes back to a verified release, and holds the one that is left, in one commit; or takes changes of the manifests back by a
 * pull request. The push is the compare-and-swap: after a lost race it decides again on the new head. Throws `rollback-*`,
 * `image-missing`, `registry-*`, `bump-*`, `git-unavailable`, `branch-name-conflict`, `render-*`, `hold-invalid`,
 * `release-file-invalid`, `revert-conflict`, `github-*`.
 */
export async function rollback(inputs: RollbackInputs, repository: Repository, github: GitHub): Promise<Rollback> {
  const records = await readLedger(repository, inputs.environment, entriesLooked);
  const prove = proveOnce(inputs, github);
  const { value, attempts } = await retryOnConflict(inputs, () =>
    tryOnce({ repository, inputs, github, records, prove }),
  );
  return { ...value, start: isLifted(inputs, value) ? await startDeploy(inputs) : '', attempts };
}

// A run that died before it started the deploy is started again, and finds its hold lifted.
function isLifted({ lift, wish }: RollbackInputs, { outcome }: Pick<Rollback, 'outcome'>): boolean {
  return outcome === 'hold-released' || (outcome === 'noop' && lift !== 'none' && wish.kind === 'none');
}

// What the hold has kept back is on the branch, and no push comes for it.
async function startDeploy(inputs: RollbackInputs): Promise<Rollback['start']> {
  const { workflow, branch, workflowToken: token, server, signal } = inputs;
  if (workflow === '' || token === '') return '';
  const github = connect({ token, repository: server.repository, apiUrl: server.apiUrl, signal });
  return attempt(`The hold is lifted, but ${workflow} was not started`, async () => {
    await startWorkflow(github, workflow, branch);
    return 'started' as const;
  });
}

async function tryOnce(given: Omit<Context, 'head'>): Promise<RollbackAttempt> {
  const { repository, inputs, records } = given;
  const head = await readHead(repository, inputs);
  const { recorded: current, holds } = head;
  const past = await readPast(repository, inputs, head);
  const decision = decide({
    asked: inputs,
    current,
    records,
    past: past.releases,
    setBy: past.setBy,
    holds: afterLift(holds, inputs.lift),
    now: new Date(),
  });
  return act(decision, { ...given, head });
}

async function readPast(repository: Repository, { environment, wish }: RollbackInputs, head: Head): Promise<Past> {
  if (!head.recorded) return { setBy: { operation: '', run: '' }, releases: [] };
  return lookBack(repository, head.commit, environment, { current: head.recorded, wish });
}

async function act(decision: Decision, context: Context): Promise<RollbackAttempt> {
  const { environment } = context.inputs;
  switch (decision.kind) {
    case 'refused':
      throw new ActionError(decision.code, `${environment} was not rolled back: ${decision.because}.`);
    case 'repin':
      return repin(context, decision.target);
    case 'hold':
      return repin(context, undefined);
    case 'revert':
      return revert(context);
    case 'noop':
      return { kind: 'ended', value: { ...unchanged(context.head), outcome: 'noop' } };
    default:
      return {
        kind: 'ended',
        value: { ...unchanged(context.head), outcome: decision.kind, because: decision.because },
      };
  }
}
