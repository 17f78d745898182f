import { ActionError } from './errors.ts';
import { explainAnswer, type GitHub } from './github.ts';
import { listAt, numberAt, textAt } from './json.ts';

/** The branch of a pull request, and the one that it is for. */
export interface Branches {
  readonly branch: string;
  readonly base: string;
}

export interface PullText {
  readonly title: string;
  readonly body: string;
}

/** Opens a branch's pull request, or brings the open one in step; its web address. Throws `github-*`. */
export async function describePull(github: GitHub, branches: Branches, text: PullText): Promise<string> {
  const open = await findOpen(github, branches);
  return open === undefined ? create(github, branches, text) : update(github, open, text);
}

/** The number of the open pull request of the branch. */
async function findOpen(github: GitHub, { branch, base }: Branches): Promise<number | undefined> {
  const head = `${github.owner}:${branch}`;
  const { data } = await github.call('GET /repos/{owner}/{repo}/pulls', { state: 'open', head, base, per_page: 1 });
  const [first] = listAt(data);
  return first === undefined ? undefined : numberAt(first, 'number');
}

async function create(github: GitHub, branches: Branches, text: PullText): Promise<string> {
  const { branch: head, base } = branches;
  const route = 'POST /repos/{owner}/{repo}/pulls';
  const answer = await github.call(route, { ...text, head, base }, [422]);
  if (answer.status === 201) return textAt(answer.data, 'html_url');
  // 422 also says that another run has opened it in between.
  const open = await findOpen(github, branches);
  if (open !== undefined) return update(github, open, text);
  throw new ActionError('github-failed', explainAnswer(route, answer));
}

async function update(github: GitHub, pull_number: number, text: PullText): Promise<string> {
  const { data } = await github.call('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', { pull_number, ...text });
  return textAt(data, 'html_url');
}
