import { needAttestation } from '../toolkit/attestations.ts';
import { ActionError } from '../toolkit/errors.ts';
import { completeHistory, fetchBranch, needCommit, type Repository } from '../toolkit/git.ts';
import type { GitHub } from '../toolkit/github.ts';
import { backoffMs, formatDuration, sleep } from '../toolkit/poll.ts';
import { say } from '../toolkit/report.ts';
import { withWorktree } from '../toolkit/worktree.ts';
import type { Attempt, Bump } from './bump.ts';
import { commitRelease, pushCommit, pushError } from './commit.ts';
import { type Decision, decide } from './decide.ts';
import { editRecord } from './edit.ts';
import { type Head, readHead, relate } from './head.ts';
import type { BumpInputs } from './inputs.ts';
import { propose } from './propose.ts';

/**
 * Records a release in an environment's release file on the branch, or proposes it by a pull request. The push is the
 * compare-and-swap: after a lost race it decides again on the new head. Throws `bump-*`, `render-*`, `hold-invalid`,
 * `release-file-invalid`, `digest-unattested`, `attestation-unavailable` and `github-*`.
 */
export async function bumpOverlay(inputs: BumpInputs, repository: Repository, github: GitHub): Promise<Bump> {
  if (inputs.requireAttestation) await needAttestation(github, inputs.release.digest);
  // The head first, with its files; the history behind it comes without.
  const start = await fetchBranch(repository, inputs.branch);
  await completeHistory(repository);
  await needCommit(repository, inputs.release.sourceCommit);
  return withWorktree(repository, start, tree => untilEnded(inputs, () => tryOnce(tree, inputs, github)));
}

async function untilEnded({ maxAttempts, signal }: BumpInputs, attempt: () => Promise<Attempt>): Promise<Bump> {
  for (let number = 1; ; number++) {
    const ended = await attempt();
    if (ended.kind === 'ended') return { ...ended.bump, attempts: number };
    if (number === maxAttempts) {
      throw new ActionError('bump-contended', `All ${maxAttempts} pushes were overtaken. The last:\n${ended.said}`);
    }
    const wait = backoffMs(number, { firstMs: 500, factor: 1.5, capMs: 15_000 });
    say(`push ${number} of ≤ ${maxAttempts} was overtaken; on the new head again in ${formatDuration(wait)}`);
    await sleep(wait, signal);
  }
}

async function tryOnce(tree: Repository, inputs: BumpInputs, github: GitHub): Promise<Attempt> {
  const { environment, release: wanted, rebuild } = inputs;
  const head = await readHead(tree, inputs);
  const { recorded, hold } = head;
  const relation = await relate(tree, wanted.sourceCommit, recorded?.sourceCommit);
  const decision = decide({ recorded, wanted, relation, rebuild, hold, now: new Date() });
  if (decision.kind === 'refused')
    throw new ActionError(decision.code, `Not released to ${environment}: ${decision.reason}.`);
  if (decision.kind !== 'edit') return { kind: 'ended', bump: unchanged(decision, head) };
  return inputs.strategy === 'commit' ? record(tree, inputs, head) : propose(tree, inputs, head, github);
}

function unchanged(decision: Exclude<Decision, { kind: 'edit' | 'refused' }>, { commit, recorded }: Head) {
  const bump = { outcome: decision.kind, commit, previous: recorded, current: recorded };
  return decision.kind === 'held' ? { ...bump, hold: decision.hold } : bump;
}

async function record(tree: Repository, inputs: BumpInputs, head: Head): Promise<Attempt> {
  const { environment, branch, release, run } = inputs;
  await editRecord(tree, inputs, head);
  const commit = await commitRelease(tree, environment, release, run);
  const { outcome, said } = await pushCommit(tree, branch);
  if (outcome === 'raced') return { kind: 'raced', said };
  if (outcome !== 'landed') throw pushError(outcome, branch, said);
  return { kind: 'ended', bump: { outcome: 'committed', commit, previous: head.recorded, current: release } };
}
