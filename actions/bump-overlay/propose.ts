import { ActionError } from '../toolkit/errors.ts';
import { findBranch, findFile, git, type Repository } from '../toolkit/git.ts';
import type { GitHub } from '../toolkit/github.ts';
import { releasePath } from '../toolkit/manifest-names.ts';
import { commitRelease } from '../toolkit/release/commit.ts';
import { pushOrRace } from '../toolkit/release/contest.ts';
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
export function proposalBranch(environment: string): string {
  return `release/${environment}`;
}

/**
 * Proposes the release: one branch and one pull request an environment, replaced in place. The branch alone says what is
 * proposed, so that of two runs the newer source stays, whichever comes last.
 */
export async function propose(tree: Repository, inputs: BumpInputs, head: Head, github: GitHub): Promise<BumpAttempt> {
  const { environment } = inputs;
  const branch = proposalBranch(environment);
  const proposed = await readProposal(tree, environment, branch);
  const { recorded } = head;
  const ended = { previous: recorded, current: recorded };
  if (await isOvertaken(tree, inputs, proposed)) {
    return { kind: 'ended', value: { outcome: 'superseded', commit: head.commit, ...ended } };
  }
  const pushed = await putProposal(tree, inputs, head, proposed);
  if ('kind' in pushed) return pushed;
  const read = async () => (await readProposal(tree, environment, branch))?.release;
  const pullRequest = await keepPullRequest(github, { branch, base: inputs.branch, environment, recorded }, read);
  return { kind: 'ended', value: { outcome: 'pull-request', commit: pushed.commit, pullRequest, ...ended } };
}

// A proposal without order to ours is from a history that was rewritten; it gives way.
async function isOvertaken(tree: Repository, inputs: BumpInputs, proposed: Proposal | undefined): Promise<boolean> {
  const { environment, release: wanted, rebuild } = inputs;
  const recorded = proposed?.release;
  const relation = await relate(tree, wanted.sourceCommit, recorded?.sourceCommit);
  const decision = decide({ recorded, wanted, relation, rebuild, holds: [], now: new Date() });
  if (decision.kind === 'refused' && decision.code === 'bump-digest-conflict')
    throw new ActionError(decision.code, `Not proposed for ${environment}: ${decision.reason}.`);
  return decision.kind === 'superseded';
}

async function putProposal(
  tree: Repository,
  inputs: BumpInputs,
  head: Head,
  proposed: Proposal | undefined,
): Promise<{ commit: string } | Extract<BumpAttempt, { kind: 'raced' }>> {
  const { environment, release } = inputs;
  if (proposed?.release && isSameRelease(proposed.release, release) && (await isOn(tree, proposed, head)))
    return proposed;
  await editRecord(tree, inputs, head);
  const commit = await commitRelease(tree, environment, release);
  const branch = proposalBranch(environment);
  return (await pushOrRace(tree, branch, proposed?.commit ?? '')) ?? { commit };
}

async function isOn(tree: Repository, { commit }: Proposal, head: Head): Promise<boolean> {
  return (await git(tree, 'rev-parse', `${commit}^`)) === head.commit;
}

async function readProposal(tree: Repository, environment: string, branch: string): Promise<Proposal | undefined> {
  const commit = await findBranch(tree, branch);
  if (commit === undefined) return undefined;
  const text = await findFile(tree, commit, releasePath(environment));
  return { commit, release: text === undefined ? undefined : readRelease(text) };
}
