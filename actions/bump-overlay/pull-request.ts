import type { GitHub } from '../toolkit/github.ts';
import { formatImage, shortDigest } from '../toolkit/image.ts';
import { describePull } from '../toolkit/pull-request.ts';
import { releaseTitle } from '../toolkit/release/commit-message.ts';
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
  return describePull(github, subject, { title, body });
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
