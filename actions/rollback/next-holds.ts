import { type Hold, isInForce } from '../toolkit/hold.ts';

export type Holding = 'bad-digest' | 'all' | 'none';

export interface Wanted {
  readonly holding: Holding;
  /** What `bad-digest` refuses; undefined where the release stays. */
  readonly bad: string | undefined;
  readonly reason: string;
  /** An instant, ISO 8601; null for no end. */
  readonly until: string | null;
}

/**
 * The holds after a rollback. Those in force stay, each until its own end; what one of them refuses too joins it, and so do
 * digests that end with its digests, for both reasons. Pure.
 */
export function nextHolds(
  present: readonly Hold[],
  { holding, bad, reason, until }: Wanted,
  now: Date,
): readonly Hold[] {
  const refuses = refusedBy(holding, bad);
  if (refuses === undefined) return present;
  const added: Hold = { reason, until, refuses };
  const kept = present.filter(hold => isInForce(hold, now));
  const host = kept.find(
    hold => isSameRefusal(hold.refuses, refuses) || (hold.until === until && areDigests(hold, added)),
  );
  return host ? kept.map(hold => (hold === host ? join(host, added) : hold)) : [...kept, added];
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

function refusedBy(holding: Holding, bad: string | undefined): Hold['refuses'] | undefined {
  if (holding === 'all') return '*';
  return holding === 'bad-digest' && bad !== undefined ? [bad] : undefined;
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
