import { needAttestation } from '../toolkit/attestations.ts';
import { ActionError } from '../toolkit/errors.ts';
import { ensureCommit } from '../toolkit/git/fetch.ts';
import type { Repository } from '../toolkit/git/git.ts';
import { retryOnConflict, tryPush } from '../toolkit/git/push-with-retry.ts';
import type { GitHub } from '../toolkit/github.ts';
import { releaseMessage } from '../toolkit/release/commit-message.ts';
import { commitDraft, type Draft, withDraft } from '../toolkit/release/draft.ts';
import { editRecord } from '../toolkit/release/edit.ts';
import { type Head, readHead, relate } from '../toolkit/release/head.ts';
import type { Bump, BumpAttempt } from './bump.ts';
import { type Decision, decide } from './decide.ts';
import type { BumpInputs } from './inputs.ts';
import { propose } from './propose.ts';

/**
 * Records a release in an environment's release file on the branch, or proposes it by a pull request. The push is the
 * compare-and-swap: after a lost race it decides again on the new head. Throws `bump-*`, `git-unavailable`,
 * `branch-name-conflict`, `render-*`, `hold-invalid`, `release-file-invalid`, `digest-unattested`, `attestation-unavailable`
 * and `github-*`.
 */
export async function bumpOverlay(inputs: BumpInputs, repository: Repository, github: GitHub): Promise<Bump> {
  if (inputs.requireAttestation) await needAttestation(github, inputs.release.digest);
  const { value, attempts } = await retryOnConflict(inputs, () => tryOnce(repository, inputs, github));
  return { ...value, attempts };
}

async function tryOnce(repository: Repository, inputs: BumpInputs, github: GitHub): Promise<BumpAttempt> {
  const { environment, release: wanted, rebuild } = inputs;
  const head = await readHead(repository, inputs);
  await ensureCommit(repository, wanted.sourceCommit);
  const { recorded, holds } = head;
  const relation = await relate(repository, wanted.sourceCommit, recorded?.sourceCommit);
  const decision = decide({ recorded, wanted, relation, rebuild, holds, now: new Date() });
  if (decision.kind === 'refused')
    throw new ActionError(decision.code, `Not released to ${environment}: ${decision.reason}.`);
  if (decision.kind !== 'edit') return { kind: 'ended', value: unchanged(decision, head) };
  if (inputs.strategy === 'pull-request') return propose(repository, inputs, head, github);
  return withDraft(repository, head.commit, draft => record(draft, inputs, head));
}

function unchanged(decision: Exclude<Decision, { kind: 'edit' | 'refused' }>, { commit, recorded }: Head) {
  const bump = { outcome: decision.kind, commit, previous: recorded, current: recorded };
  return decision.kind === 'held' ? { ...bump, holds: decision.holds } : bump;
}

async function record(draft: Draft, inputs: BumpInputs, head: Head): Promise<BumpAttempt> {
  const { environment, branch, release, run } = inputs;
  await editRecord(draft, inputs, head);
  const commit = await commitDraft(draft, releaseMessage(environment, release, run));
  const bump = { outcome: 'committed', commit, previous: head.recorded, current: release } as const;
  return tryPush(draft.repository, { branch, commit }, () => bump);
}
