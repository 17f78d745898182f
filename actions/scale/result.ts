import { type Bounds, formatBounds } from '../toolkit/bounds.ts';
import { releasePath } from '../toolkit/manifest-names.ts';
import { fenced, paragraphs, type Result, say, table } from '../toolkit/report.ts';
import { formatPinned } from '../toolkit/scale-expiry.ts';
import type { ScaleInputs } from './inputs.ts';
import { environmentOf, type Scale, type Writing } from './scale.ts';

const verdicts = {
  committed: '✅ Scaled',
  noop: '✅ Nothing to change:',
  restored: '✅ Returned to the old bounds:',
  kept: '⏸️ Left as somebody changed it:',
} as const satisfies Record<Scale['outcome'], string>;

/** What a person and the next step read. */
export function result(inputs: ScaleInputs, task: Writing, scale: Scale): Result {
  const environment = environmentOf(task);
  const { outcome, commit, before, after, recorded, note, attempts } = scale;
  const until = recorded.temporary?.until ?? '';
  say(`${outcome}  ${environment}  ${shown(before)} → ${shown(after)}  at ${commit.slice(0, 12)}`);
  return {
    outputs: {
      'commit-sha': commit,
      outcome,
      min: number(after?.min),
      max: number(after?.max),
      'cpu-target': number(after?.cpuTarget),
      'previous-min': number(before?.min),
      'previous-max': number(before?.max),
      'expires-at': until,
      environments: '',
    },
    report: {
      environment,
      branch: inputs.branch,
      outcome,
      commitSha: commit,
      before: before ?? null,
      after: after ?? null,
      pinned: recorded.pinned,
      temporary: recorded.temporary ?? null,
      reason: task.mode === 'set' ? task.wanted.reason : null,
      note,
      attempts,
    },
    summary: summarize(inputs, task, scale),
  };
}

function summarize({ branch, actor }: ScaleInputs, task: Writing, scale: Scale): string {
  const environment = environmentOf(task);
  const { outcome, commit, before, after, note } = scale;
  return paragraphs(
    `### ${verdicts[outcome]} ${environment}`,
    task.mode === 'set' ? fenced(task.wanted.reason) : '',
    expiry(scale),
    note,
    table(
      ['replicas', `commit on ${branch}`, 'asked for by', 'file'],
      [
        [
          `${shown(before)} → ${shown(after)}`,
          `\`${commit.slice(0, 12)}\``,
          `\`${actor}\``,
          `\`${releasePath(environment)}\``,
        ],
      ],
    ),
  );
}

function expiry({ recorded: { temporary } }: Scale): string {
  if (!temporary) return '';
  const back = Object.keys(temporary.back).length === 0 ? "the overlay's own bounds" : formatPinned(temporary.back);
  return (
    `**Until ${temporary.until}**, then back to ${back}: by the first run of the schedule after that. It is due every ` +
    '15 minutes, and GitHub may start it late, or leave one out, when it is busy.'
  );
}

/** The answer to which environments are due. */
export function dueResult(environments: readonly string[]): Result {
  const list = environments.map(name => `\`${name}\``).join(', ');
  return {
    outputs: { environments: JSON.stringify(environments) },
    report: { environments },
    summary: environments.length === 0 ? '' : `Temporary bounds are over in ${list}.`,
  };
}

function shown(bounds: Bounds | undefined): string {
  return bounds ? formatBounds(bounds) : '(none)';
}

function number(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}
