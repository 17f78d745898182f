import type { Finding } from '../toolkit/drift/observed.ts';
import { findOrphans, listPreviews } from '../toolkit/drift/previews.ts';
import type { Repository } from '../toolkit/git/git.ts';
import { attempt, type GitHub } from '../toolkit/github.ts';
import { type Dispatch, deployHeld } from './expiry.ts';
import type { DriftInputs } from './inputs.ts';
import { type IssueOutcome, keepIssue, type Wanted } from './issue.ts';
import { type Look, worstOf } from './look.ts';
import { renderPage, type Told } from './page.ts';

/** What became of GitHub's part; '' where it was not asked. */
export interface Done {
  readonly issue: IssueOutcome | 'failed' | '';
  readonly dispatch: Dispatch | 'failed' | '';
}

/** Completes the looks by what GitHub knows, acts on an expired hold, keeps the issue. GitHub's failures are warnings. */
export async function tell(
  looks: readonly Look[],
  inputs: DriftInputs,
  repository: Repository,
  github: GitHub | undefined,
): Promise<{ told: Told; done: Done }> {
  const previews = await previewFindings(repository, github, inputs.graceMs);
  const dispatch = await dispatchHeld(looks, inputs, repository, github);
  const isHandled = dispatch === 'dispatched' || dispatch === 'running';
  const settled = isHandled ? looks.map(handOver) : looks;
  const states = settled.map(look => look.state);
  const state = previews.findings.length > 0 ? 'drift' : worstOf(states);
  const notes = [...previews.notes, ...dispatchNotes(dispatch, inputs.workflow)];
  const told = { state, looks: settled, findings: previews.findings, notes };
  const isSure = previews.notes.length === 0;
  const issue = github ? await keep(github, wantedIssue(told, inputs.label, isSure)) : '';
  return { told, done: { issue, dispatch } };
}

/** An environment whose held source is being deployed: on its way, unless something else is off as well. */
function handOver(look: Look): Look {
  if (look.overdue === '') return look;
  const findings = look.findings.filter(({ kind }) => kind !== 'hold-expired');
  return { ...look, findings, state: findings.length > 0 ? look.state : 'rolling-out' };
}

// What is on its way, or was not compared, proves nothing: then the issue stays as it is.
function wantedIssue(told: Told, label: string, isSure: boolean): Wanted {
  if (told.state === 'drift') return { kind: 'open', body: renderPage(told), label };
  return told.state === 'clean' && isSure ? { kind: 'closed' } : { kind: 'kept' };
}

async function keep(github: GitHub, wanted: Wanted): Promise<Done['issue']> {
  return attempt('The issue could not be kept', () => keepIssue(github, wanted));
}

async function dispatchHeld(
  looks: readonly Look[],
  { workflow, branch }: DriftInputs,
  repository: Repository,
  github: GitHub | undefined,
): Promise<Done['dispatch']> {
  // Of several holds the one that expired last: a run before that one has been kept back by it.
  const expiredAt = looks.map(({ overdue }) => overdue).toSorted((a, b) => Date.parse(a) - Date.parse(b));
  const last = expiredAt.findLast(time => time !== '');
  if (last === undefined || !github) return '';
  const deploy = { workflow, branch, expiredAt: last };
  return attempt('The held source could not be deployed', () => deployHeld(github, repository, deploy));
}

function dispatchNotes(dispatch: Done['dispatch'], workflow: string): string[] {
  switch (dispatch) {
    case 'dispatched':
      return [`A hold has expired: ${workflow} was started for the source that it has kept back.`];
    case 'running':
      return [`A hold has expired, and a run of ${workflow} is under way: nothing was started.`];
    case 'waiting':
      return [
        `A hold has expired, and a run of ${workflow} for what it kept back waits: for a reviewer, or for a runner.`,
      ];
    case 'tried':
      return [`A hold has expired, and a run of ${workflow} has ended since without a release: see that run.`];
    default:
      return [];
  }
}

async function previewFindings(repository: Repository, github: GitHub | undefined, graceMs: number) {
  const previews = await listPreviews(repository);
  const notes = (why: string) => ({ findings: [], notes: previews.length > 0 ? [why] : [] });
  if (!github) return notes('Without a token, previews were not compared with open pull requests.');
  const within = { graceMs, now: new Date() };
  const orphans = await attempt('Previews were not compared', () => findOrphans(github, previews, within));
  if (orphans === 'failed') return notes("Previews were not compared: GitHub's API did not answer.");
  return { findings: orphans.map(orphan), notes: [] };
}

function orphan(number: number): Finding {
  const what = `pr-${number} is deployed, and its pull request is not open`;
  return { kind: 'preview-orphan', what, said: '', next: 'Delete its folder on the branch `previews`.' };
}
