import type { GitHub } from '../toolkit/github.ts';
import { at, listAt, numberAt, textAt } from '../toolkit/json.ts';

export type IssueOutcome = 'opened' | 'updated' | 'unchanged' | 'closed' | 'unneeded';

/** What the issue should be: open with a text, closed, or left as it is, opening none. */
export type Wanted =
  | { readonly kind: 'open'; readonly body: string; readonly label: string }
  | { readonly kind: 'closed' }
  | { readonly kind: 'kept' };

/** First line of the issue's body, by which it is found again. */
export const marker = '<!-- vad-gitops: drift -->';

const title = 'Drift: an environment is not as Git says';
const pageSize = 100;

/** Keeps one issue: opens it, brings it up to date, closes it with a comment. Throws `github-*`. */
export async function keepIssue(github: GitHub, wanted: Wanted): Promise<IssueOutcome> {
  const ours = await findOurs(github);
  if (wanted.kind === 'kept') return ours ? 'unchanged' : 'unneeded';
  if (wanted.kind === 'closed') return ours ? close(github, ours) : 'unneeded';
  const body = `${marker}\n${wanted.body}`;
  if (ours === undefined) {
    const labels = wanted.label ? { labels: [wanted.label] } : {};
    await github.call('POST /repos/{owner}/{repo}/issues', { title, body, ...labels });
    return 'opened';
  }
  if (textAt(ours, 'body') === body) return 'unchanged';
  await github.call('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
    issue_number: numberAt(ours, 'number'),
    body,
  });
  return 'updated';
}

// The comment first: a run that ends between the two closes it the next time.
async function close(github: GitHub, ours: unknown): Promise<IssueOutcome> {
  const issue_number = numberAt(ours, 'number');
  const body = 'Every environment is as Git says again.';
  await github.call('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', { issue_number, body });
  const state = { state: 'closed', state_reason: 'completed' };
  await github.call('PATCH /repos/{owner}/{repo}/issues/{issue_number}', { issue_number, ...state });
  return 'closed';
}

// Only a bot's issue counts, whatever others begin theirs with.
async function findOurs(github: GitHub): Promise<unknown> {
  for (let page = 1; ; page++) {
    const parameters = { state: 'open', per_page: pageSize, page };
    const issues = listAt((await github.call('GET /repos/{owner}/{repo}/issues', parameters)).data);
    const ours = issues.find(isOurs);
    if (ours !== undefined || issues.length < pageSize) return ours;
  }
}

function isOurs(issue: unknown): boolean {
  const isBot = textAt(issue, 'user', 'type') === 'Bot';
  return isBot && at(issue, 'pull_request') === undefined && textAt(issue, 'body').startsWith(marker);
}
