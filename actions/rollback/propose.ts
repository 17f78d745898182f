import { findBranch } from '../toolkit/git/fetch.ts';
import { tryPush } from '../toolkit/git/push-with-retry.ts';
import { describePull } from '../toolkit/pull-request.ts';
import { commitDraft, type Draft } from '../toolkit/release/draft.ts';
import { fenced, paragraphs } from '../toolkit/report.ts';
import type { Context } from './context.ts';
import { messageOf } from './message.ts';
import type { Rollback, RollbackAttempt } from './outcome.ts';
import type { Change } from './repin.ts';
import { describeCommit, type SourceCommit } from './taken-back.ts';

/** Proposes the commit that the branch itself did not take: one branch and one pull request an environment, replaced in place. */
export async function propose(
  context: Context,
  draft: Draft,
  change: Change,
  value: Omit<Rollback, 'outcome' | 'attempts' | 'start'>,
): Promise<RollbackAttempt> {
  const { repository, inputs, github } = context;
  const { environment, branch: base, reason } = inputs;
  const branch = `rollback/${environment}`;
  // Whoever merges it starts the run that verifies it, so that no run may be named.
  const message = messageOf(inputs, change, undefined);
  const commit = await commitDraft(draft, message);
  const replaces = (await findBranch(repository, branch)) ?? '';
  const changes = change.target
    ? `what **${environment}** runs; the push of the merge to \`${base}\` verifies it`
    : `what may be released to **${environment}**; the push of the merge to \`${base}\` releases what then may be`;
  const body = paragraphs(
    `Merging this changes ${changes}.`,
    fenced(reason),
    commitList('It takes back:', change.takenBack),
  );
  return tryPush(repository, { branch, commit, replaces }, async () => {
    const pullRequest = await describePull(github, { branch, base }, { title: message.title, body });
    return { ...value, outcome: 'pull-request', commit, pullRequest } as const;
  });
}

/** Commits as a block that shows other people's words as they are; '' for none. */
export function commitList(title: string, commits: readonly SourceCommit[]): string {
  return commits.length === 0 ? '' : paragraphs(title, fenced(commits.map(describeCommit).join('\n')));
}
