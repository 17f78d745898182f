import { downFault, type SyncFault, type SyncObservation, silentMs } from './engine.ts';

/**
 * Where an engine's commit stands to the wanted one: it itself, a descendant that renders the same digest, a
 * descendant with another digest, or any other commit (older, or not known).
 */
export type Position = 'wanted' | 'same-render' | 'other-digest' | 'before';

export type SyncJudgement =
  | { readonly kind: 'waiting'; readonly gate: 'source' | 'synced' }
  | { readonly kind: 'synced' }
  | { readonly kind: 'superseded' }
  | { readonly kind: 'failed'; readonly fault: SyncFault };

export interface SyncQuestion {
  readonly observation: SyncObservation;
  /** Of the engine's commit. */
  readonly position: Position;
  /** Of the commit that the fault names, if it names one. */
  readonly faultPosition: Position | undefined;
  /** The wanted commit's time, in milliseconds since 1970. */
  readonly wantedAt: number;
  /** For how long this very fault has been seen, in milliseconds. */
  readonly faultSeenFor: number;
  /** For how long the engine has been waited for, in milliseconds. */
  readonly waitedFor: number;
}

/** A fault that names no commit may be a passing one. */
export const faultGraceMs = 30_000;

/** Judges one look at an engine. Pure. */
export function judgeSync(question: SyncQuestion): SyncJudgement {
  const { observation, position } = question;
  if (position === 'other-digest') return { kind: 'superseded' };
  const isOurs = position === 'wanted' || position === 'same-render';
  if (isOurs && observation.isApplied) return { kind: 'synced' };
  if (observation.fault && isFinal(observation.fault, question)) return { kind: 'failed', fault: observation.fault };
  if (!isOurs && isOverdue(question)) return { kind: 'failed', fault: overdue(observation) };
  return { kind: 'waiting', gate: isOurs ? 'synced' : 'source' };
}

// A fault of the commit before ours stays in the status until the engine has looked at ours.
function isFinal(fault: SyncFault, { faultPosition, wantedAt, faultSeenFor }: SyncQuestion): boolean {
  if (faultPosition !== undefined) return faultPosition !== 'before';
  const isOlder = fault.since !== undefined && fault.since < wantedAt;
  return !isOlder && faultSeenFor >= (fault.graceMs ?? faultGraceMs);
}

function isOverdue({ observation: { fault, looksEveryMs }, waitedFor }: SyncQuestion): boolean {
  return fault === undefined && looksEveryMs !== undefined && waitedFor >= looksEveryMs + silentMs;
}

function overdue({ revision }: SyncObservation): SyncFault {
  const where = revision ? `is still at ${revision.slice(0, 12)}` : 'has seen no commit at all';
  return downFault(`The engine ${where}: it should have looked at Git by itself since.`);
}
