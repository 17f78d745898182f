import { ActionError, asActionError } from '../toolkit/errors.ts';
import { ensureCommit } from '../toolkit/git/fetch.ts';
import { git, type Repository } from '../toolkit/git/git.ts';
import type { Result } from '../toolkit/report.ts';
import { say, warn } from '../toolkit/report.ts';
import { type Change, changes } from './changes.ts';
import { type Call, keepComment } from './comment.ts';
import type { RenderDiffInputs } from './inputs.ts';
import { renderMarkdown } from './markdown.ts';
import { rendersAt } from './renders.ts';
import { unifiedDiff } from './unified.ts';

/**
 * Renders both commits and says what differs, on the pull request too where `call` reaches GitHub; fails with `render-failed`
 * where a folder cannot be rendered any more.
 */
export async function renderDiff(inputs: RenderDiffInputs, repository: Repository, call?: Call): Promise<Result> {
  const head = await ensureCommit(repository, inputs.head);
  const base = (await mergedInto(repository, head)) ?? inputs.base;
  const before = base === undefined ? new Map() : await rendersAt(repository, await ensureCommit(repository, base));
  const after = await rendersAt(repository, head);
  const found = await changes(before, after, (old, fresh) => unifiedDiff(old, fresh, repository.signal));
  for (const { folder, kind } of found) say(`${folder}: ${kind}`);
  if (found.length === 0) say('Every folder renders as before.');
  const summary = renderMarkdown(found);
  const comment = await commentOn(inputs.comment?.pullRequest, summary, found.length > 0, call);
  return result(found, { base: base ?? null, head, comment }, summary);
}

/** Keeps the comment; a token that may not is no fault of the change, and the summary has it all. */
async function commentOn(pullRequest: number | undefined, body: string, needed: boolean, call?: Call): Promise<string> {
  if (!call || pullRequest === undefined) return '';
  try {
    return await keepComment(call, pullRequest, body, needed);
  } catch (thrown) {
    const error = asActionError(thrown);
    if (error.code !== 'github-forbidden') throw thrown;
    warn(`The rendered diff is in the step's summary only: ${error.message}`);
    return 'refused';
  }
}

interface About {
  readonly base: string | null;
  readonly head: string;
  readonly comment: string;
}

function result(found: readonly Change[], about: About, summary: string): Result {
  const broken = found.filter(change => change.kind === 'broken');
  const folders = found.map(({ folder, kind }) => ({ folder, kind }));
  const failure = new ActionError('render-failed', broken.map(({ error }) => error).join('\n\n'));
  return {
    outputs: { comment: about.comment, changed: JSON.stringify(found.map(({ folder }) => folder)) },
    report: { ...about, folders },
    summary,
    ...(broken.length > 0 ? { failure } : {}),
  };
}

/** The first parent of a merge commit, also where a shallow clone lacks it; undefined for any other commit. */
async function mergedInto(repository: Repository, commit: string): Promise<string | undefined> {
  const raw = await git(repository, 'cat-file', 'commit', commit);
  const [header = ''] = raw.split('\n\n', 1);
  const parents = [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, id]) => id);
  return parents.length > 1 ? parents[0] : undefined;
}
