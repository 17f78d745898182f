import { type Hold, isSetBy } from '../toolkit/hold.ts';
import { shortDigest } from '../toolkit/image.ts';
import { holdPath, releasePath } from '../toolkit/manifest-names.ts';
import type { Release } from '../toolkit/release-file.ts';
import { fenced, paragraphs, type Result, say, table } from '../toolkit/report.ts';
import type { Bump } from './bump.ts';
import type { BumpInputs } from './inputs.ts';

const verdicts = {
  committed: '✅ Released to',
  noop: '✅ Already released to',
  superseded: '⏭️ Superseded: a newer source is released to, or proposed for,',
  held: '⏸️ Held: not released to',
  'pull-request': '📝 Proposed by a pull request for',
} as const satisfies Record<Bump['outcome'], string>;

/** What a person and the next step read. */
export function result(inputs: BumpInputs, bump: Bump): Result {
  const { environment, branch, release } = inputs;
  const { outcome, commit, previous, current, holds = [], pullRequest, attempts } = bump;
  say(`${outcome}  ${environment}  ${change(inputs, bump)}  at ${commit.slice(0, 12)}`);
  return {
    outputs: {
      'commit-sha': commit,
      outcome,
      digest: current?.digest ?? '',
      'previous-digest': previous?.digest ?? '',
      'pull-request-url': pullRequest ?? '',
      'held-by-run': String(holds.some(hold => isSetBy(hold, inputs.run))),
    },
    report: {
      environment,
      branch,
      outcome,
      commitSha: commit,
      previous: previous ?? null,
      current: current ?? null,
      wanted: release,
      holds,
      pullRequest: pullRequest ?? null,
      attempts,
    },
    summary: paragraphs(
      `### ${verdicts[outcome]} ${environment}`,
      ...holds.map(hold => explainHold(environment, hold)),
      holds.length > 0 ? '**Next:** delete that file on the branch (or wait), then run the job again.' : '',
      pullRequest ? `[Merge the pull request](${pullRequest}) to release it.` : '',
      details(inputs, bump),
    ),
  };
}

function explainHold(environment: string, { reason, until, refuses }: Hold): string {
  const what = refuses === '*' ? 'every release' : 'this digest';
  const end = until === null ? 'until somebody lifts it' : `until ${until}`;
  return paragraphs(`\`${holdPath(environment)}\` keeps ${what} back, ${end}:`, fenced(reason));
}

function details(inputs: BumpInputs, bump: Bump): string {
  const { environment, branch } = inputs;
  const source = shown(inputs, bump)?.sourceCommit ?? '';
  return table(
    ['digest', 'source', bump.outcome === 'pull-request' ? 'proposed commit' : `commit on ${branch}`, 'file'],
    [
      [
        change(inputs, bump),
        `\`${source.slice(0, 12)}\``,
        `\`${bump.commit.slice(0, 12)}\``,
        `\`${releasePath(environment)}\``,
      ],
    ],
  );
}

// What the row is about: the release that waits, or what the branch records.
function shown({ release }: BumpInputs, { outcome, current }: Bump): Release | undefined {
  return outcome === 'held' || outcome === 'pull-request' ? release : current;
}

function change(inputs: BumpInputs, bump: Bump): string {
  const name = (release: Release | undefined) => (release ? shortDigest(release.digest) : '(none)');
  return `${name(bump.previous)} → ${name(shown(inputs, bump))}`;
}
