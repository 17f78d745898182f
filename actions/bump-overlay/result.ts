import { shortDigest } from '../toolkit/image.ts';
import { releasePath } from '../toolkit/manifest-names.ts';
import { paragraphs, type Result, say, table } from '../toolkit/report.ts';
import type { Bump } from './bump-overlay.ts';
import type { BumpInputs } from './inputs.ts';

const verdicts = {
  committed: '✅ Released to',
  noop: '✅ Already released to',
  superseded: '⏭️ Superseded: a newer source is released to',
} as const satisfies Record<Bump['outcome'], string>;

/** What a person and the next step read. */
export function result({ environment, branch, release }: BumpInputs, bump: Bump): Result {
  const { outcome, commit, previous, current, attempts } = bump;
  const change = `${previous ? shortDigest(previous.digest) : '(none)'} → ${shortDigest(current.digest)}`;
  say(`${outcome}  ${environment}  ${change}  at ${commit.slice(0, 12)}`);
  return {
    outputs: {
      'commit-sha': commit,
      outcome,
      digest: current.digest,
      'previous-digest': previous?.digest ?? '',
    },
    report: {
      environment,
      branch,
      outcome,
      commitSha: commit,
      previous: previous ?? null,
      current,
      wanted: release,
      attempts,
    },
    summary: paragraphs(
      `### ${verdicts[outcome]} ${environment}`,
      table(
        ['digest', 'source', `commit on ${branch}`, 'file'],
        [
          [
            change,
            `\`${current.sourceCommit.slice(0, 12)}\``,
            `\`${commit.slice(0, 12)}\``,
            `\`${releasePath(environment)}\``,
          ],
        ],
      ),
    ),
  };
}
