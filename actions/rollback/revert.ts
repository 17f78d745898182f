import { ActionError } from '../toolkit/errors.ts';
import { findBranch, git, type Repository, tryGit } from '../toolkit/git.ts';
import { operationTrailer } from '../toolkit/manifest-names.ts';
import { oneLine } from '../toolkit/one-line.ts';
import { describePull } from '../toolkit/pull-request.ts';
import { commitStaged } from '../toolkit/release/commit.ts';
import { pushOrRace } from '../toolkit/release/contest.ts';
import { fenced, paragraphs } from '../toolkit/report.ts';
import { type Context, unchanged } from './context.ts';
import { findOffending } from './offending.ts';
import type { RollbackAttempt } from './outcome.ts';
import { commitList } from './propose.ts';
import type { SourceCommit } from './taken-back.ts';

/** Takes the commits that changed the manifests back, by a pull request: the branch itself is for a person to change. */
export async function revert(context: Context): Promise<RollbackAttempt> {
  const { tree, inputs, head, github } = context;
  if (inputs.apiToken === '')
    throw new ActionError('input-invalid', 'A revert opens a pull request: `token` is required.');
  const commits = await findOffending(context);
  const [newest] = commits;
  if (!newest) return nothing(context, 'no commit in question changed the manifests: there is nothing to revert');
  const commit = await commitRevert(context, commits);
  if (commit === undefined) return nothing(context, 'the manifests are as they were: it has been reverted already');
  const branch = `revert/${inputs.environment}-${newest.commit.slice(0, 12)}`;
  const there = await findBranch(tree, branch);
  const raced = (await isSame(tree, there, commit)) ? undefined : await pushOrRace(tree, branch, there ?? '');
  if (raced) return raced;
  const text = { title: titleOf(context, newest), body: bodyOf(context, commits) };
  const pullRequest = await describePull(github, { branch, base: inputs.branch }, text);
  const value = { ...unchanged(head), takenBack: commits, commit, pullRequest };
  return { kind: 'ended', value: { ...value, outcome: 'pull-request' } };
}

function nothing({ head }: Context, because: string): RollbackAttempt {
  return { kind: 'ended', value: { ...unchanged(head), outcome: 'no-target', because } };
}

/** One commit that takes all of them back; undefined where that changes nothing. */
async function commitRevert(context: Context, commits: readonly SourceCommit[]): Promise<string | undefined> {
  const { tree, inputs } = context;
  for (const { commit } of commits) {
    // A merge is taken back as what it brought to its first parent; so is any other commit.
    const undone = await tryGit(tree, 'revert', '--no-commit', '--mainline', '1', commit);
    if (undone.code !== 0) throw await conflict(tree, commit, undone.stderr);
  }
  const isEmpty = (await tryGit(tree, 'diff', '--cached', '--quiet')).code === 0;
  if (isEmpty) return undefined;
  const ids = commits.map(({ commit }) => `This reverts commit ${commit}.`).join('\n');
  const body = `${ids}\n\n${inputs.reason}`;
  return commitStaged(tree, {
    title: titleOf(context, commits[0]),
    body,
    trailers: [`${operationTrailer}: revert`],
    run: undefined,
  });
}

async function conflict(tree: Repository, commit: string, said: string): Promise<ActionError> {
  const files = await git(tree, 'diff', '--name-only', '--diff-filter=U', '-z');
  await tryGit(tree, 'reset', '--quiet', '--hard');
  const list = files
    .split('\0')
    .filter(Boolean)
    .map(file => `- ${oneLine(file)}`);
  const what = list.length > 0 ? `These files were changed again since:\n${list.join('\n')}` : oneLine(said, 500);
  return new ActionError('revert-conflict', `Commit ${commit} cannot be reverted on the branch's head. ${what}`);
}

// Made anew it has another time, and is the same in all that counts.
async function isSame(tree: Repository, there: string | undefined, made: string): Promise<boolean> {
  if (there === undefined) return false;
  const shape = (commit: string) => git(tree, 'show', '--no-patch', '--format=%T %P', commit);
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
