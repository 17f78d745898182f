import { needAttestation } from '../toolkit/attestations.ts';
import { ActionError } from '../toolkit/errors.ts';
import { completeHistory, fetchBranch, needCommit, type Repository } from '../toolkit/git.ts';
import type { GitHub } from '../toolkit/github.ts';
import { commitRelease } from '../toolkit/release/commit.ts';
import { pushOrRace, untilLanded } from '../toolkit/release/contest.ts';
import { editRecord } from '../toolkit/release/edit.ts';
import { type Head, readHead, relate } from '../toolkit/release/head.ts';
import { withWorktree } from '../toolkit/worktree.ts';
import type { Bump, BumpAttempt } from './bump.ts';
import { type Decision, decide } from './decide.ts';
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
  const { value, attempts } = await withWorktree(repository, start, tree =>
    untilLanded(inputs, () => tryOnce(tree, inputs, github)),
  );
  return { ...value, attempts };
}

async function tryOnce(tree: Repository, inputs: BumpInputs, github: GitHub): Promise<BumpAttempt> {
  const { environment, release: wanted, rebuild } = inputs;
  const head = await readHead(tree, inputs);
  const { recorded, holds } = head;
  const relation = await relate(tree, wanted.sourceCommit, recorded?.sourceCommit);
  const decision = decide({ recorded, wanted, relation, rebuild, holds, now: new Date() });
  if (decision.kind === 'refused')
    throw new ActionError(decision.code, `Not released to ${environment}: ${decision.reason}.`);
  if (decision.kind !== 'edit') return { kind: 'ended', value: unchanged(decision, head) };
  return inputs.strategy === 'commit' ? record(tree, inputs, head) : propose(tree, inputs, head, github);
}

function unchanged(decision: Exclude<Decision, { kind: 'edit' | 'refused' }>, { commit, recorded }: Head) {
  const bump = { outcome: decision.kind, commit, previous: recorded, current: recorded };
  return decision.kind === 'held' ? { ...bump, holds: decision.holds } : bump;
}

async function record(tree: Repository, inputs: BumpInputs, head: Head): Promise<BumpAttempt> {
  const { environment, branch, release, run } = inputs;
  await editRecord(tree, inputs, head);
  const commit = await commitRelease(tree, environment, release, run);
  const raced = await pushOrRace(tree, branch);
  if (raced) return raced;
  return { kind: 'ended', value: { outcome: 'committed', commit, previous: head.recorded, current: release } };
}
