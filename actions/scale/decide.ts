import { isDeepStrictEqual } from 'node:util';
import { type Bounds, isSameBounds } from '../toolkit/bounds.ts';
import type { ReleaseBounds } from '../toolkit/release-bounds.ts';
import { formatPinned, isSamePinned, type Pinned, type Temporary } from '../toolkit/scale-expiry.ts';
import { quotaFaults } from './quota.ts';

/** What a person asks for. */
export interface Wanted {
  readonly environment: string;
  /** What is left out stays as it is rendered. */
  readonly bounds: Pinned;
  /** When they end; undefined for never. */
  readonly until: string | undefined;
  readonly reason: string;
}

export interface Question {
  readonly isReleased: boolean;
  readonly recorded: ReleaseBounds;
  /** What the overlay renders now, and its bounds; undefined where nothing scales the service. */
  readonly manifests: readonly unknown[];
  readonly rendered: Bounds | undefined;
  readonly wanted: Wanted;
}

export type Decision =
  | { readonly kind: 'noop' }
  | { readonly kind: 'refused'; readonly faults: readonly string[] }
  | { readonly kind: 'edit'; readonly next: ReleaseBounds; readonly note: string };

/** What a scale does, given what is recorded and rendered; every fault at once. Pure. */
export function decide(question: Question): Decision {
  const { isReleased, recorded, manifests, rendered, wanted } = question;
  const faults = isReleased ? [] : [`nothing is released to ${wanted.environment} yet: release to it first`];
  if (!rendered) return { kind: 'refused', faults: [...faults, 'its overlay renders no autoscaler of the service'] };
  if (wanted.bounds.cpuTarget !== undefined && rendered.cpuTarget === undefined)
    faults.push('cpu-target: CPU utilization is none of the metrics of its autoscaler');
  const after = { ...rendered, ...wanted.bounds };
  faults.push(...boundFaults(wanted.environment, after), ...quotaFaults(manifests, after.max));
  if (faults.length > 0) return { kind: 'refused', faults };
  const { temporary } = recorded;
  // With an end too: bounds that are there anyway have nothing to return from.
  if (isSameBounds(after, rendered) && !temporary) return { kind: 'noop' };
  const edit = next(recorded, { ...recorded.pinned, ...wanted.bounds }, wanted);
  return isDeepStrictEqual(edit.next, recorded) ? { kind: 'noop' } : { kind: 'edit', ...edit };
}

/** Why bounds cannot be, the numbers shown. */
export function boundFaults(environment: string, { min, max }: Bounds): string[] {
  const faults: string[] = [];
  if (min > max) faults.push(`min ${min} > max ${max}`);
  if (min < 2 && !isPreview(environment))
    faults.push(`min ${min} < 2: with one pod, a rollout or an eviction would leave nobody to answer`);
  return faults;
}

function next(recorded: ReleaseBounds, pinned: Pinned, { until, reason }: Wanted) {
  const { temporary } = recorded;
  if (until === undefined) {
    const note = temporary ? `They were to end at ${temporary.until}; now they stay.` : '';
    return { next: { pinned, temporary: undefined }, note };
  }
  const back = temporary?.back ?? recorded.pinned;
  const note = temporary
    ? `Bounds were temporary before, until ${temporary.until}: what they were to return to is kept (${formatPinned(back)}).`
    : '';
  return { next: { pinned, temporary: { until, set: pinned, back, reason } satisfies Temporary }, note };
}

export type Return =
  | { readonly kind: 'noop'; readonly why: string }
  | { readonly kind: 'restored' | 'kept'; readonly next: ReleaseBounds; readonly note: string };

/** What a return does: the old bounds, unless somebody changed them since. Pure. */
export function decideReturn({ pinned, temporary }: ReleaseBounds, now: Date): Return {
  if (!temporary) return { kind: 'noop', why: 'its bounds are not temporary' };
  if (!isExpired(temporary, now)) return { kind: 'noop', why: `its bounds end at ${temporary.until}` };
  if (isSamePinned(pinned, temporary.set)) {
    const note = `Temporary bounds ended at ${temporary.until}.`;
    return { kind: 'restored', next: { pinned: temporary.back, temporary: undefined }, note };
  }
  const note = `Somebody changed the bounds since (${formatPinned(temporary.set)} → ${formatPinned(pinned)}): they stay, without an end.`;
  return { kind: 'kept', next: { pinned, temporary: undefined }, note };
}

/** Whether temporary bounds are over. */
export function isExpired({ until }: Temporary, now: Date): boolean {
  return Date.parse(until) <= now.getTime();
}

/** A commit's title; the CPU target is in it where it changes. */
export function titleOf(
  kind: 'edit' | 'restored' | 'kept',
  environment: string,
  after: Bounds | undefined,
  isCpu: boolean,
): string {
  const verbs = {
    edit: `Scale ${environment} to`,
    restored: `Return ${environment} to`,
    kept: `Leave ${environment} at`,
  };
  if (!after) return `${verbs[kind]} no autoscaler`;
  const cpu = isCpu && after.cpuTarget !== undefined ? ` at ${after.cpuTarget} % CPU` : '';
  return `${verbs[kind]} ${after.min}–${after.max} replicas${cpu}`;
}

function isPreview(environment: string): boolean {
  return /^(preview|pr)(-|$)/.test(environment);
}
