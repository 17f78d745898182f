import { type Hold, isInForce } from '../toolkit/hold.ts';

export type Holding = 'bad-digest' | 'all' | 'none';

/** Which holds are lifted; a `freeze` is one that refuses every release. */
export type Lift = 'none' | 'freeze' | 'all';

export interface Wanted {
  readonly holding: Holding;
  /** The digest that is left, which `bad-digest` refuses; undefined where the release stays. */
  readonly bad: string | undefined;
  readonly reason: string;
  /** An instant, ISO 8601; null for no end. */
  readonly until: string | null;
}

/**
 * The holds after a rollback. Those in force stay, each until its own end; what one of them refuses too joins it, and so do
 * digests that end with its digests, for both reasons. Pure.
 */
export function nextHolds(present: readonly Hold[], wanted: Wanted, now: Date): readonly Hold[] {
  const added = addedBy(wanted);
  if (added.length === 0) return present;
  return added.reduce(
    add,
    present.filter(hold => isInForce(hold, now)),
  );
}

function addedBy({ holding, bad, reason, until }: Wanted): readonly Hold[] {
  if (holding === 'none') return [];
  const freeze: readonly Hold[] = holding === 'all' ? [{ reason, until, refuses: '*' }] : [];
  if (bad === undefined) return freeze;
  // The end of a freeze must not bring back by itself what a person has taken back during it.
  return [...freeze, { reason, until: holding === 'all' ? null : until, refuses: [bad] }];
}

function add(kept: readonly Hold[], added: Hold): readonly Hold[] {
  const host = kept.find(
    hold => isSameRefusal(hold.refuses, added.refuses) || (hold.until === added.until && areDigests(hold, added)),
  );
  return host ? kept.map(hold => (hold === host ? join(host, added) : hold)) : [...kept, added];
}

/** The holds that stay where some are lifted. Pure. */
export function afterLift(holds: readonly Hold[], lift: Lift): readonly Hold[] {
  if (lift === 'none') return holds;
  return lift === 'all' ? [] : holds.filter(({ refuses }) => refuses !== '*');
}

function join(one: Hold, other: Hold): Hold {
  return {
    reason: one.reason.includes(other.reason) ? one.reason : `${one.reason}\n${other.reason}`,
    until: later(one.until, other.until),
    refuses: union(one.refuses, other.refuses),
  };
}

function isSameRefusal(one: Hold['refuses'], other: Hold['refuses']): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function later(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return null;
  return Date.parse(one) > Date.parse(other) ? one : other;
}

function union(one: Hold['refuses'], other: Hold['refuses']): Hold['refuses'] {
  return one === '*' || other === '*' ? '*' : [...new Set([...one, ...other])];
}

// A freeze swallows no digest: a rollback during one must not take it.
function areDigests(...holds: readonly Hold[]): boolean {
  return holds.every(({ refuses }) => refuses !== '*');
}
