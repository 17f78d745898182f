import { at, listAt, numberAt, textAt } from '../toolkit/json.ts';
import { marker } from './markdown.ts';

/** A call of GitHub's REST API, by its route as the documentation writes it; owner and repo are filled in by the seam. */
export type Call = (
  route: string,
  parameters: Readonly<Record<string, unknown>>,
) => Promise<{ readonly data: unknown }>;

export type CommentOutcome = 'created' | 'updated' | 'unchanged' | 'unneeded';

const author = 'github-actions[bot]';
const pageSize = 100;

/**
 * Keeps one comment on a pull request: makes it where there is none, else brings it up to date. Where nothing changes and
 * nothing was ever said, nothing is said. Only a comment of GitHub Actions itself counts, whatever others begin theirs with.
 */
export async function keepComment(
  call: Call,
  pullRequest: number,
  body: string,
  needed: boolean,
): Promise<CommentOutcome> {
  const ours = await findOurs(call, pullRequest);
  if (ours === undefined) {
    if (!needed) return 'unneeded';
    await call('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', { issue_number: pullRequest, body });
    return 'created';
  }
  if (textAt(ours, 'body') === body) return 'unchanged';
  await call('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', { comment_id: numberAt(ours, 'id'), body });
  return 'updated';
}

async function findOurs(call: Call, pullRequest: number): Promise<unknown> {
  for (let page = 1; ; page++) {
    const { data } = await call('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      issue_number: pullRequest,
      per_page: pageSize,
      page,
    });
    const comments = listAt({ data }, 'data');
    const ours = comments.find(
      comment => textAt(at(comment, 'user'), 'login') === author && textAt(comment, 'body').startsWith(marker),
    );
    if (ours !== undefined || comments.length < pageSize) return ours;
  }
}
