import { ActionError } from '../toolkit/errors.ts';
import { commitTree } from '../toolkit/git/commit.ts';
import { findBranch } from '../toolkit/git/fetch.ts';
import { git, type Repository } from '../toolkit/git/git.ts';
import { tryPush } from '../toolkit/git/push-with-retry.ts';
import { operationTrailer } from '../toolkit/manifest-names.ts';
import { oneLine } from '../toolkit/one-line.ts';
import { describePull } from '../toolkit/pull-request.ts';
import { formatMessage } from '../toolkit/release/commit-message.ts';
import { fenced, paragraphs } from '../toolkit/report.ts';
import { type Context, unchanged } from './context.ts';
import { mergeTrees } from './merge-trees.ts';
import { findOffending } from './offending.ts';
import type { RollbackAttempt } from './outcome.ts';
import { commitList } from './propose.ts';
import type { SourceCommit } from './taken-back.ts';

/** Takes the commits that changed the manifests back, by a pull request: the branch itself is for a person to change. */
export async function revert(context: Context): Promise<RollbackAttempt> {
  const { repository, inputs, head, github } = context;
  if (inputs.apiToken === '')
    throw new ActionError('input-invalid', 'A revert opens a pull request: `token` is required.');
  const commits = await findOffending(context);
  const [newest] = commits;
  if (!newest) return nothing(context, 'no commit in question changed the manifests: there is nothing to revert');
  const commit = await commitRevert(context, commits);
  if (commit === undefined) return nothing(context, 'the manifests are as they were: it has been reverted already');
  const branch = `revert/${inputs.environment}-${newest.commit.slice(0, 12)}`;
  const there = await findBranch(repository, branch);
  const describe = async () => {
    const text = { title: titleOf(context, newest), body: bodyOf(context, commits) };
    const pullRequest = await describePull(github, { branch, base: inputs.branch }, text);
    return { ...unchanged(head), takenBack: commits, commit, pullRequest, outcome: 'pull-request' } as const;
  };
  if (await isSame(repository, there, commit)) return { kind: 'ended', value: await describe() };
  return tryPush(repository, { branch, commit, replaces: there ?? '' }, describe);
}

function nothing({ head }: Context, because: string): RollbackAttempt {
  return { kind: 'ended', value: { ...unchanged(head), outcome: 'no-target', because } };
}

/** One commit that takes all of them back; undefined where that changes nothing. */
async function commitRevert(context: Context, commits: readonly SourceCommit[]): Promise<string | undefined> {
  const { repository, inputs, head } = context;
  const before = await git(repository, 'rev-parse', `${head.commit}^{tree}`);
  let tree = before;
  for (const { commit } of commits) {
    // A merge is taken back as what it brought to its first parent; so is any other commit.
    const merged = await mergeTrees(repository, { base: commit, ours: tree, theirs: `${commit}^1` });
    if (merged.kind === 'conflict') throw conflict(commit, merged.paths);
    tree = merged.tree;
  }
  if (tree === before) return undefined;
  const ids = commits.map(({ commit }) => `This reverts commit ${commit}.`).join('\n');
  const message = formatMessage({
    title: titleOf(context, commits[0]),
    body: `${ids}\n\n${inputs.reason}`,
    trailers: [`${operationTrailer}: revert`],
    run: undefined,
  });
  return commitTree(repository, { parent: head.commit, message }, tree);
}

function conflict(commit: string, paths: readonly string[]): ActionError {
  const list = paths.map(path => `- ${oneLine(path)}`).join('\n');
  return new ActionError(
    'revert-conflict',
    `Commit ${commit} cannot be reverted on the branch's head. These files were changed again since:\n${list}`,
  );
}

// Made anew it has another time, and is the same in all that counts.
async function isSame(repository: Repository, there: string | undefined, made: string): Promise<boolean> {
  if (there === undefined) return false;
  const shape = (commit: string) => git(repository, 'show', '--no-patch', '--format=%T %P', commit);
  return (await shape(there)) === (await shape(made));
}

function titleOf({ inputs }: Context, newest: SourceCommit | undefined): string {
  return `Revert ${newest?.commit.slice(0, 12)}, which fails in ${inputs.environment}`;
}

function bodyOf({ inputs }: Context, commits: readonly SourceCommit[]): string {
  const { environment, branch } = inputs;
  return paragraphs(
    `The image that **${environment}** runs is proved; what fails came with the manifests. Merging this takes their change back, and the push of the merge to \`${branch}\` verifies it.`,
    fenced(inputs.reason),
    commitList('It reverts:', commits),
  );
}
