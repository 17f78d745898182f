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
 * The hold after a rollback; undefined for none. One in force is widened, never narrowed: it refuses what both refuse, until
 * the later of both ends, for both reasons. Pure.
 */
export function nextHold(
  present: Hold | undefined,
  { holding, bad, reason, until }: Wanted,
  now: Date,
): Hold | undefined {
  const refuses = refusedBy(holding, bad);
  if (refuses === undefined) return present;
  if (!present || !isInForce(present, now)) return { reason, until, refuses };
  return {
    reason: present.reason.includes(reason) ? present.reason : `${present.reason}\n${reason}`,
    until: later(present.until, until),
    refuses: union(present.refuses, refuses),
  };
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
