import { ActionError } from '../toolkit/errors.ts';
import { git, isAncestor, needCommit } from '../toolkit/git.ts';
import { holdPath, sourceTrailer, withoutPages } from '../toolkit/manifest-names.ts';
import type { Context } from './context.ts';
import { listCommits, type SourceCommit } from './taken-back.ts';

const holds = `:(exclude,glob)${holdPath('*')}`;
const manifests = ['kustomize', withoutPages, holds];
const releases = ':(exclude,glob)kustomize/overlays/*/release/**';

/** The commits of main that changed the manifests, in the range that is to be reverted; newest first. */
export async function findOffending({ tree, inputs, head }: Context): Promise<readonly SourceCommit[]> {
  const { commit } = inputs;
  if (commit === '')
    return listCommits(tree, '--first-parent', '-m', '--max-count=1', head.commit, '--', ...manifests, releases);
  await needCommit(tree, commit);
  if (!(await isAncestor(tree, commit, head.commit)))
    throw new ActionError('input-invalid', `Commit ${commit} is not on ${inputs.branch}: there is nothing to revert.`);
  const range = `${await startOf({ tree, inputs })}..${commit}`;
  const found = await listCommits(tree, '--first-parent', range, '--', ...manifests);
  const isBump = await Promise.all(found.map(one => hasSource(tree, one.commit)));
  return found.filter((_, at) => !isBump[at]);
}

// What was there before the push; a new or rewritten branch tells nothing, and then it is the commit before.
async function startOf({ tree, inputs }: Pick<Context, 'tree' | 'inputs'>): Promise<string> {
  const { before, commit } = inputs;
  const isKnown = before !== '' && !/^0+$/.test(before);
  if (isKnown && (await isAncestor(tree, await needCommit(tree, before), commit))) return before;
  return git(tree, 'rev-parse', '--verify', `${commit}^1`);
}

// A bump, or a rollback, is no change of the manifests: reverting it would release another image.
async function hasSource(tree: Context['tree'], commit: string): Promise<boolean> {
  const format = `--format=%(trailers:key=${sourceTrailer},valueonly=true)`;
  return (await git(tree, 'show', '--no-patch', format, commit)).trim() !== '';
}
