import { type Bounds, cpuMetric, findHpa, formatBounds, renderedBounds } from '../toolkit/bounds.ts';
import { writtenEnvironments } from '../toolkit/environments.ts';
import { ActionError } from '../toolkit/errors.ts';
import { fetchBranch } from '../toolkit/git/fetch.ts';
import type { Repository } from '../toolkit/git/git.ts';
import { type Attempt, retryOnConflict, tryPush } from '../toolkit/git/push-with-retry.ts';
import { render } from '../toolkit/kustomize.ts';
import { operationTrailer, overlayPath, releasePath, requesterTrailer } from '../toolkit/manifest-names.ts';
import { commitDraft, type Draft, withDraft, writeDraft } from '../toolkit/release/draft.ts';
import { type Head, readHeadAt } from '../toolkit/release/head.ts';
import { editBounds, type ReleaseBounds, readBounds } from '../toolkit/release-bounds.ts';
import { say } from '../toolkit/report.ts';
import { decide, decideReturn, titleOf } from './decide.ts';
import { unexpectedChanges } from './guard.ts';
import type { ScaleInputs, Task } from './inputs.ts';

/** How a scale, or a return, ended. */
export interface Scale {
  readonly outcome: 'committed' | 'noop' | 'restored' | 'kept';
  /** Its commit, or the branch's head where nothing was written. */
  readonly commit: string;
  /** What the overlay rendered before, and renders now; undefined where nothing scales the service. */
  readonly before: Bounds | undefined;
  readonly after: Bounds | undefined;
  /** What the release file says now. */
  readonly recorded: ReleaseBounds;
  /** What else a person should know; '' for nothing. */
  readonly note: string;
  /** Tries that it took, from 1. */
  readonly attempts: number;
}

export type Writing = Exclude<Task, { mode: 'due' }>;
type Ended = Omit<Scale, 'attempts'>;

/**
 * Writes an environment's HPA bounds into its release file on the branch. The push is the compare-and-swap: after a lost
 * race it decides again on the new head. Throws `scale-refused`, `bump-*`, `git-unavailable`, `render-*` and
 * `release-file-invalid`.
 */
export async function scale(inputs: ScaleInputs, task: Writing, repository: Repository): Promise<Scale> {
  const environment = environmentOf(task);
  const place = { environment, branch: inputs.branch };
  const { value, attempts } = await retryOnConflict(inputs, async () => {
    const commit = await fetchBranch(repository, inputs.branch);
    const known = await writtenEnvironments(repository, commit);
    if (!known.includes(environment))
      throw refused(environment, [`there is no such environment on ${inputs.branch}: it has ${known.join(', ')}`]);
    const head = await readHeadAt(repository, commit, place);
    return withDraft(repository, commit, draft => tryOnce(draft, head, inputs, task));
  });
  return { ...value, attempts };
}

/** The environment that a task is about. */
export function environmentOf(task: Writing): string {
  return task.mode === 'set' ? task.wanted.environment : task.environment;
}

async function tryOnce(draft: Draft, head: Head, inputs: ScaleInputs, task: Writing): Promise<Attempt<Ended>> {
  const environment = environmentOf(task);
  const recorded = readBounds(head.text);
  const manifests = await render(draft, overlayPath(environment));
  const before = renderedBounds(manifests);
  const plan = makePlan(task, head, { recorded, manifests, before });
  const unchanged = { commit: head.commit, before, after: before, recorded, note: plan.note };
  if (plan.kind === 'noop') return { kind: 'ended', value: { outcome: 'noop', ...unchanged } };
  const after = await write(draft, environment, head, { ...plan, manifests });
  const isCpu = before?.cpuTarget !== after?.cpuTarget;
  const commit = await commitDraft(draft, {
    title: titleOf(plan.kind, environment, after, isCpu),
    body: bodyOf(task, plan),
    trailers: [`${operationTrailer}: scale`, `${requesterTrailer}: ${inputs.actor}`],
    run: inputs.run,
  });
  const outcome = plan.kind === 'edit' ? 'committed' : plan.kind;
  const ended = { outcome, commit, before, after, recorded: plan.next, note: plan.note } as const;
  return tryPush<Ended>(draft.repository, { branch: inputs.branch, commit }, () => ended);
}

interface Found {
  readonly recorded: ReleaseBounds;
  readonly manifests: readonly unknown[];
  readonly before: Bounds | undefined;
}

type Plan =
  | { readonly kind: 'noop'; readonly note: string }
  | {
      readonly kind: 'edit' | 'restored' | 'kept';
      readonly next: ReleaseBounds;
      readonly note: string;
      /** What the overlay has to render then; undefined where the overlay alone knows it. */
      readonly wanted: Bounds | undefined;
    };

function makePlan(task: Writing, head: Head, { recorded, manifests, before }: Found): Plan {
  if (task.mode === 'restore') {
    const decision = decideReturn(recorded, new Date());
    if (decision.kind === 'noop') return { kind: 'noop', note: decision.why };
    return { ...decision, wanted: undefined };
  }
  const { wanted } = task;
  const isReleased = head.recorded !== undefined;
  const decision = decide({ isReleased, recorded, manifests, rendered: before, wanted });
  if (decision.kind === 'refused') throw refused(wanted.environment, decision.faults);
  if (decision.kind === 'noop') return { kind: 'noop', note: '' };
  return { ...decision, wanted: before && { ...before, ...wanted.bounds } };
}

interface Edit {
  readonly next: ReleaseBounds;
  readonly wanted: Bounds | undefined;
  readonly manifests: readonly unknown[];
}

async function write(
  draft: Draft,
  environment: string,
  { commit, text }: Head,
  edit: Edit,
): Promise<Bounds | undefined> {
  const { next, wanted, manifests } = edit;
  const metric = cpuMetric(findHpa(manifests));
  await writeDraft(draft, releasePath(environment), editBounds(text, next, metric));
  const after = await render(draft, overlayPath(environment));
  const unexpected = unexpectedChanges({ before: manifests, after, wanted });
  if (unexpected.length > 0) {
    const list = unexpected.map(change => `- ${change}`).join('\n');
    throw new ActionError('render-changed', `This scale would change more than the autoscaler's bounds:\n${list}`);
  }
  const bounds = renderedBounds(after);
  // The overlay may have changed below what is returned to.
  if (bounds && bounds.min > bounds.max) throw refused(environment, [`min ${bounds.min} > max ${bounds.max}`]);
  say(`on head ${commit.slice(0, 12)}: ${bounds ? formatBounds(bounds) : 'no autoscaler'}`);
  return bounds;
}

function bodyOf(task: Writing, { next, note }: Exclude<Plan, { kind: 'noop' }>): string {
  const reason = task.mode === 'set' ? task.wanted.reason : '';
  const until = next.temporary ? `Until ${next.temporary.until}.` : '';
  return [reason, until, note].filter(part => part !== '').join('\n\n');
}

function refused(environment: string, faults: readonly string[]): ActionError {
  const list = faults.map(fault => `- ${fault}`).join('\n');
  return new ActionError('scale-refused', `${environment} is not scaled, nothing was written:\n${list}`);
}
