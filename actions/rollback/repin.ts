import { ActionError } from '../toolkit/errors.ts';
import { tryPush } from '../toolkit/git/push-with-retry.ts';
import { formatHolds, type Hold } from '../toolkit/hold.ts';
import { shortDigest } from '../toolkit/image.ts';
import { holdPath } from '../toolkit/manifest-names.ts';
import { commitDraft, type Draft, removeFromDraft, withDraft, writeDraft } from '../toolkit/release/draft.ts';
import { editRecord } from '../toolkit/release/edit.ts';
import { say } from '../toolkit/report.ts';
import { type Context, unchanged } from './context.ts';
import { messageOf } from './message.ts';
import { afterLift, nextHolds } from './next-holds.ts';
import type { RollbackAttempt } from './outcome.ts';
import { propose } from './propose.ts';
import { describeCommit, type SourceCommit, takenBack } from './taken-back.ts';
import type { Target } from './target.ts';

/** What one commit changes: the release, the hold, or both. */
export interface Change {
  readonly operation: 'rollback' | 'hold' | 'release-hold';
  readonly target: Target | undefined;
  readonly holds: readonly Hold[];
  readonly takenBack: readonly SourceCommit[];
}

const outcomes = { rollback: 'committed', hold: 'hold-set', 'release-hold': 'hold-released' } as const;

/** Puts the target, if there is one, and the hold into one commit, and pushes it. */
export async function repin(context: Context, target: Target | undefined): Promise<RollbackAttempt> {
  const { repository, head, prove } = context;
  const change = await plan(context, target);
  if (!target && areSame(head.holds, change.holds))
    return { kind: 'ended', value: { ...unchanged(head), outcome: 'noop' } };
  announce(context, change);
  if (target) await prove(target.release);
  return withDraft(repository, head.commit, draft => write(context, draft, change));
}

async function write(context: Context, draft: Draft, change: Change): Promise<RollbackAttempt> {
  const { head, inputs } = context;
  const { environment } = inputs;
  if (change.target) await editRecord(draft, { environment, release: change.target.release }, head);
  await writeHolds(draft, environment, change.holds);
  const commit = await commitDraft(draft, messageOf(inputs, change, inputs.run));
  return pushOrPropose(context, draft, change, commit);
}

async function plan({ repository, head, inputs }: Context, target: Target | undefined): Promise<Change> {
  const { recorded } = head;
  const { holding, reason, holdUntil: until, lift } = inputs;
  const bad = target ? recorded?.digest : undefined;
  const holds = nextHolds(afterLift(head.holds, lift), { holding, bad, reason, until }, new Date());
  const isLift = holds.every(hold => head.holds.includes(hold));
  return {
    operation: target ? 'rollback' : isLift ? 'release-hold' : 'hold',
    target,
    holds,
    takenBack:
      target && recorded ? await takenBack(repository, target.release.sourceCommit, recorded.sourceCommit) : [],
  };
}

/** What an end reports where the change is on the branch. */
function ended({ head }: Context, { target, holds, takenBack }: Change) {
  const current = target?.release ?? head.recorded;
  return { previous: head.recorded, current, entry: target?.entry ?? '', takenBack, holds, because: '' };
}

// A branch that takes no push of this token may take a pull request.
async function pushOrPropose(context: Context, draft: Draft, change: Change, commit: string): Promise<RollbackAttempt> {
  const { repository, inputs, head } = context;
  const value = { ...ended(context, change), outcome: outcomes[change.operation], commit };
  try {
    return await tryPush(repository, { branch: inputs.branch, commit }, () => value);
  } catch (error) {
    const isDenied = error instanceof ActionError && error.code === 'bump-denied';
    if (!isDenied || inputs.apiToken === '') throw error;
    const { takenBack } = change;
    return propose(context, draft, change, { ...unchanged(head), takenBack, because: error.message });
  }
}

function announce({ inputs, head }: Context, { target, holds, takenBack }: Change): void {
  const { environment } = inputs;
  const before = head.recorded ? shortDigest(head.recorded.digest) : '(none)';
  const after = target ? shortDigest(target.release.digest) : before;
  say(`${environment}: ${before} → ${after}, ${target?.entry ? `verified by ${target.entry}` : 'as it is'}`);
  for (const commit of takenBack) say(`  takes back ${describeCommit(commit)}`);
  if (!areSame(head.holds, holds))
    say(`${environment}: ${holds.length > 0 ? `holds ${describeRefusals(holds)}` : 'holds nothing more'}`);
}

/** What holds refuse, in words. */
export function describeRefusals(holds: readonly Hold[]): string {
  return holds.map(describeRefusal).join(', and ');
}

function describeRefusal({ refuses, until }: Hold): string {
  const what = refuses === '*' ? 'every release' : refuses.map(shortDigest).join(', ');
  return `${what} ${until === null ? 'until somebody lifts it' : `until ${until}`}`;
}

async function writeHolds(draft: Draft, environment: string, holds: readonly Hold[]): Promise<void> {
  const path = holdPath(environment);
  if (holds.length > 0) await writeDraft(draft, path, formatHolds(holds));
  else await removeFromDraft(draft, path);
}

function areSame(one: readonly Hold[], other: readonly Hold[]): boolean {
  return formatHolds(one) === formatHolds(other);
}
