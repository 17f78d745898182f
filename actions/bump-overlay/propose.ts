import { ActionError } from '../toolkit/errors.ts';
import { findBranch } from '../toolkit/git/fetch.ts';
import { git, type Repository } from '../toolkit/git/git.ts';
import { tryPush } from '../toolkit/git/push-with-retry.ts';
import { readFileAt } from '../toolkit/git/read-file.ts';
import type { GitHub } from '../toolkit/github.ts';
import { releasePath } from '../toolkit/manifest-names.ts';
import { releaseMessage } from '../toolkit/release/commit-message.ts';
import { commitDraft, withDraft } from '../toolkit/release/draft.ts';
import { editRecord } from '../toolkit/release/edit.ts';
import { type Head, relate } from '../toolkit/release/head.ts';
import { type Release, readRelease } from '../toolkit/release-file.ts';
import type { BumpAttempt } from './bump.ts';
import { decide, isSameRelease } from './decide.ts';
import type { BumpInputs } from './inputs.ts';
import { keepPullRequest } from './pull-request.ts';

/** What waits on the environment's own branch. */
interface Proposal {
  readonly commit: string;
  readonly release: Release | undefined;
}

/** The branch of an environment's pull request. */
function proposalBranch(environment: string): string {
  return `release/${environment}`;
}

/**
 * Proposes the release: one branch and one pull request an environment, replaced in place. The branch alone says what is
 * proposed, so that of two runs the newer source stays, whichever comes last.
 */
export async function propose(
  repository: Repository,
  inputs: BumpInputs,
  head: Head,
  github: GitHub,
): Promise<BumpAttempt> {
  const { environment } = inputs;
  const branch = proposalBranch(environment);
  const proposed = await readProposal(repository, environment, branch);
  const { recorded } = head;
  const ended = { previous: recorded, current: recorded };
  if (await isOvertaken(repository, inputs, proposed)) {
    return { kind: 'ended', value: { outcome: 'superseded', commit: head.commit, ...ended } };
  }
  const describe = async (commit: string) => {
    const read = async () => (await readProposal(repository, environment, branch))?.release;
    const pullRequest = await keepPullRequest(github, { branch, base: inputs.branch, environment, recorded }, read);
    return { outcome: 'pull-request', commit, pullRequest, ...ended } as const;
  };
  if (proposed && (await isProposed(repository, inputs, head, proposed)))
    return { kind: 'ended', value: await describe(proposed.commit) };
  const commit = await commitProposal(repository, inputs, head);
  return tryPush(repository, { branch, commit, replaces: proposed?.commit ?? '' }, () => describe(commit));
}

// A proposal without order to ours is from a history that was rewritten; it gives way.
async function isOvertaken(
  repository: Repository,
  inputs: BumpInputs,
  proposed: Proposal | undefined,
): Promise<boolean> {
  const { environment, release: wanted, rebuild } = inputs;
  const recorded = proposed?.release;
  const relation = await relate(repository, wanted.sourceCommit, recorded?.sourceCommit);
  const decision = decide({ recorded, wanted, relation, rebuild, holds: [], now: new Date() });
  if (decision.kind === 'refused' && decision.code === 'bump-digest-conflict')
    throw new ActionError(decision.code, `Not proposed for ${environment}: ${decision.reason}.`);
  return decision.kind === 'superseded';
}

async function isProposed(
  repository: Repository,
  { release }: BumpInputs,
  head: Head,
  proposed: Proposal,
): Promise<boolean> {
  if (!proposed.release || !isSameRelease(proposed.release, release)) return false;
  return (await git(repository, 'rev-parse', `${proposed.commit}^`)) === head.commit;
}

// Names no run: whoever merges it starts the run that verifies it.
function commitProposal(repository: Repository, inputs: BumpInputs, head: Head): Promise<string> {
  return withDraft(repository, head.commit, async draft => {
    await editRecord(draft, inputs, head);
    return commitDraft(draft, releaseMessage(inputs.environment, inputs.release, undefined));
  });
}

async function readProposal(
  repository: Repository,
  environment: string,
  branch: string,
): Promise<Proposal | undefined> {
  const commit = await findBranch(repository, branch);
  if (commit === undefined) return undefined;
  const text = await readFileAt(repository, commit, releasePath(environment));
  return { commit, release: text === undefined ? undefined : readRelease(text) };
}
