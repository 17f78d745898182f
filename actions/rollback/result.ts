import { ActionError } from '../toolkit/errors.ts';
import { shortDigest } from '../toolkit/image.ts';
import { holdPath } from '../toolkit/manifest-names.ts';
import { oneLine } from '../toolkit/one-line.ts';
import type { Release } from '../toolkit/release-file.ts';
import { fenced, paragraphs, type Result, say, table } from '../toolkit/report.ts';
import type { RollbackInputs } from './inputs.ts';
import type { Rollback } from './outcome.ts';
import { commitList } from './propose.ts';
import { describeRefusals } from './repin.ts';

const verdicts = {
  committed: '⏪ Rolled back:',
  noop: '✅ Nothing to change:',
  'hold-set': '⏸️ Held:',
  'hold-released': '▶️ Hold lifted:',
  'pull-request': '📝 Proposed by a pull request for',
  'no-target': '⚠️ Nothing to go back to:',
  'no-evidence': '⚠️ Not rolled back:',
  superseded: '⏭️ Superseded:',
} as const satisfies Record<Rollback['outcome'], string>;

/** What a person and the next step read. */
export function result(inputs: RollbackInputs, rollback: Rollback): Result {
  const { outcome, commit, previous, current, entry, pullRequest = '', because, start } = rollback;
  say(`${outcome}  ${inputs.environment}  ${change(rollback)}  at ${commit.slice(0, 12)}`);
  if (because !== '') say(oneLine(because, 500));
  const failure = failureOf(inputs, rollback);
  return {
    outputs: {
      'commit-sha': commit,
      outcome,
      digest: current?.digest ?? '',
      'previous-digest': previous?.digest ?? '',
      'target-entry': entry,
      'pull-request-url': pullRequest,
      start,
      'failure-reason': failure?.code ?? '',
      because: oneLine(because, 300),
    },
    report: report(inputs, rollback),
    summary: summarize(inputs, rollback),
    ...(failure ? { failure } : {}),
  };
}

// A person has asked for a rollback and there is none: that is no success. An automatic one reports, and its job is red anyway.
function failureOf(
  { environment, isAutomatic }: RollbackInputs,
  { outcome, because }: Rollback,
): ActionError | undefined {
  if (outcome !== 'no-target' || isAutomatic) return undefined;
  return new ActionError('rollback-no-target', `${environment} was not rolled back: ${because}.`);
}

function report(inputs: RollbackInputs, rollback: Rollback): Record<string, unknown> {
  const { environment, branch, reason, actor, isAutomatic, failureReason } = inputs;
  const { outcome, commit, previous, current, entry, takenBack, holds, because, pullRequest, start, attempts } =
    rollback;
  return {
    environment,
    branch,
    outcome,
    reason,
    actor: actor || null,
    automatic: isAutomatic,
    failureReason: failureReason || null,
    because: because || null,
    commitSha: commit,
    previous: previous ?? null,
    current: current ?? null,
    targetEntry: entry || null,
    takenBack,
    holds,
    pullRequest: pullRequest ?? null,
    start: start || null,
    attempts,
  };
}

function summarize(inputs: RollbackInputs, rollback: Rollback): string {
  const { environment, reason, actor, isAutomatic } = inputs;
  const { outcome, commit, entry, takenBack, holds, because, pullRequest, start } = rollback;
  const by = isAutomatic ? 'no person: the verification failed' : actor || '–';
  return paragraphs(
    `### ${verdicts[outcome]} ${environment}`,
    because === '' ? '' : fenced(because),
    pullRequest ? `[Merge the pull request](${pullRequest}): until then nothing has changed.` : '',
    fenced(reason),
    table(
      ['digest', 'asked for by', 'commit', "ledger's entry"],
      [[change(rollback), by, `\`${commit.slice(0, 12)}\``, entry === '' ? '–' : `\`${entry}\``]],
    ),
    commitList(outcome === 'pull-request' ? 'It takes back:' : 'Taken back:', takenBack),
    holds.length > 0 ? `\`${holdPath(environment)}\` holds ${describeRefusals(holds)}.` : '',
    outcome === 'hold-released' || start !== '' ? describeStart(inputs, start) : '',
  );
}

function describeStart({ workflow }: RollbackInputs, start: Rollback['start']): string {
  if (start === 'started') return `\`${workflow}\` was started for what the hold has kept back.`;
  return '**Next:** start the workflow that deploys, on this branch, for what the hold has kept back.';
}

function change({ previous, current }: Pick<Rollback, 'previous' | 'current'>): string {
  const name = (release: Release | undefined) => (release ? shortDigest(release.digest) : '(none)');
  return `${name(previous)} → ${name(current)}`;
}
