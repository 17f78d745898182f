import { ActionError } from '../toolkit/errors.ts';
import { explainAnswer, type GitHub } from '../toolkit/github.ts';
import { formatImage, shortDigest } from '../toolkit/image.ts';
import { at, listAt, numberAt, textAt } from '../toolkit/json.ts';
import { releaseTitle } from '../toolkit/release/commit.ts';
import type { Release } from '../toolkit/release-file.ts';
import { paragraphs, table } from '../toolkit/report.ts';
import { isSameRelease } from './decide.ts';

export interface Subject {
  readonly branch: string;
  readonly base: string;
  readonly environment: string;
  /** What the base records. */
  readonly recorded: Release | undefined;
}

// Other runs replace the branch only so often.
const maxRounds = 5;

/**
 * Opens the branch's pull request, or brings the open one in step; its web address. `read` tells what the branch
 * proposes: it is asked again afterwards, so that whichever run writes last describes what is there.
 */
export async function keepPullRequest(
  github: GitHub,
  subject: Subject,
  read: () => Promise<Release | undefined>,
): Promise<string> {
  let url = '';
  let described: Release | undefined;
  for (let round = 1; round <= maxRounds; round++) {
    const proposed = await read();
    // Merged meanwhile, and its branch deleted: what was described is done.
    if (!proposed || (described && isSameRelease(proposed, described))) break;
    url = await describe(github, subject, proposed);
    described = proposed;
  }
  return url;
}

async function describe(github: GitHub, subject: Subject, proposed: Release): Promise<string> {
  const title = releaseTitle(subject.environment, proposed);
  const body = bodyOf(subject, proposed);
  const open = await findOpen(github, subject);
  if (open === undefined) return create(github, subject, { title, body });
  return update(github, open, { title, body });
}

/** The number of the open pull request of the branch. */
async function findOpen(github: GitHub, { branch, base }: Subject): Promise<number | undefined> {
  const head = `${github.owner}:${branch}`;
  const { data } = await github.call('GET /repos/{owner}/{repo}/pulls', { state: 'open', head, base, per_page: 1 });
  const [first] = listAt(data);
  return first === undefined ? undefined : numberAt(first, 'number');
}

type Text = { readonly title: string; readonly body: string };

async function create(github: GitHub, subject: Subject, text: Text): Promise<string> {
  const { branch: head, base } = subject;
  const route = 'POST /repos/{owner}/{repo}/pulls';
  const answer = await github.call(route, { ...text, head, base }, [422]);
  if (answer.status === 201) return textAt(answer.data, 'html_url');
  // 422 also says that another run has opened it in between.
  const open = await findOpen(github, subject);
  if (open !== undefined) return update(github, open, text);
  throw new ActionError('github-failed', explainAnswer(route, answer));
}

async function update(github: GitHub, pull_number: number, text: Text): Promise<string> {
  const { data } = await github.call('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', { pull_number, ...text });
  return textAt(at(data), 'html_url');
}

function bodyOf({ environment, base, recorded }: Subject, proposed: Release): string {
  const before = recorded ? shortDigest(recorded.digest) : '(none)';
  return paragraphs(
    `Merging this releases to **${environment}**; closing it releases nothing. A newer release replaces it in place.`,
    table(
      ['digest', 'source', 'image'],
      [[`${before} → ${shortDigest(proposed.digest)}`, proposed.sourceCommit, `\`${formatImage(proposed)}\``]],
    ),
    `The push of the merge to \`${base}\` verifies the rollout.`,
  );
}
