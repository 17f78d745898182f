import { ActionError } from '../toolkit/errors.ts';
import { ensureCommit, isAncestor } from '../toolkit/git/fetch.ts';
import { git } from '../toolkit/git/git.ts';
import { holdPath, sourceTrailer, withoutPages } from '../toolkit/manifest-names.ts';
import type { Context } from './context.ts';
import { listCommits, type SourceCommit } from './taken-back.ts';

const holds = `:(exclude,glob)${holdPath('*')}`;
const manifests = ['kustomize', withoutPages, holds];
const releases = ':(exclude,glob)kustomize/overlays/*/release/**';

/** The commits of main that changed the manifests, in the range that is to be reverted; newest first. */
export async function findOffending({ repository, inputs, head }: Context): Promise<readonly SourceCommit[]> {
  const { commit } = inputs;
  if (commit === '')
    return listCommits(repository, '--first-parent', '-m', '--max-count=1', head.commit, '--', ...manifests, releases);
  await ensureCommit(repository, commit);
  if (!(await isAncestor(repository, commit, head.commit)))
    throw new ActionError('input-invalid', `Commit ${commit} is not on ${inputs.branch}: there is nothing to revert.`);
  const range = `${await startOf({ repository, inputs })}..${commit}`;
  const found = await listCommits(repository, '--first-parent', range, '--', ...manifests);
  const isBump = await Promise.all(found.map(one => hasSource(repository, one.commit)));
  return found.filter((_, at) => !isBump[at]);
}

// What was there before the push; a new or rewritten branch tells nothing, and then it is the commit before.
async function startOf({ repository, inputs }: Pick<Context, 'repository' | 'inputs'>): Promise<string> {
  const { before, commit } = inputs;
  const isKnown = before !== '' && !/^0+$/.test(before);
  if (isKnown && (await isAncestor(repository, await ensureCommit(repository, before), commit))) return before;
  return git(repository, 'rev-parse', '--verify', `${commit}^1`);
}

// A bump, or a rollback, is no change of the manifests: reverting it would release another image.
async function hasSource(repository: Context['repository'], commit: string): Promise<boolean> {
  const format = `--format=%(trailers:key=${sourceTrailer},valueonly=true)`;
  return (await git(repository, 'show', '--no-patch', format, commit)).trim() !== '';
}
