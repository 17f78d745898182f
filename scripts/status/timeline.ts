import type { LedgerRecord } from '../../actions/toolkit/ledger.ts';
import type { Change } from './change.ts';

/** Something that happened to an environment: a change in Git, or the verification of what was there already. */
export interface HistoryEvent extends Omit<Change, 'kind'> {
  readonly kind: Change['kind'] | 'verified';
  /** When what it released was first verified, ISO 8601; null where it never was, or there was nothing to verify. */
  readonly verifiedAt: string | null;
}

/**
 * Puts commits and ledger together, newest first. A commit is verified by the entry that names it; a release else by one of
 * its digest while that was the one in Git. An entry that verifies none of these stands for itself. Pure.
 * @param changes newest first
 */
export function joinHistory(changes: readonly Change[], ledger: readonly LedgerRecord[]): readonly HistoryEvent[] {
  const named = new Set(changes.map(({ commit }) => commit));
  const taken = new Set<LedgerRecord>();
  const events = changes.map((change, index): HistoryEvent => {
    const next = changes.slice(0, index).findLast(({ digest }) => digest.before !== digest.after);
    const proofs = ledger.filter(entry =>
      named.has(entry.bumpCommit) ? entry.bumpCommit === change.commit : isMeanwhile(entry, change, next?.at),
    );
    for (const proof of proofs) taken.add(proof);
    return { ...change, verifiedAt: proofs.map(({ verifiedAt }) => verifiedAt).toSorted()[0] ?? null };
  });
  const others = ledger.filter(entry => !taken.has(entry)).map(standalone);
  return [...events, ...others].toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at));
}

function isMeanwhile({ digest, verifiedAt }: LedgerRecord, change: Change, until: string | undefined): boolean {
  if ((change.kind !== 'release' && change.kind !== 'rollback') || digest !== change.digest.after) return false;
  const time = Date.parse(verifiedAt);
  return time >= Date.parse(change.at) && (until === undefined || time < Date.parse(until));
}

function standalone({ environment, bumpCommit, verifiedAt, digest }: LedgerRecord): HistoryEvent {
  return {
    kind: 'verified',
    environment,
    commit: bumpCommit,
    at: verifiedAt,
    by: '',
    title: '',
    reason: '',
    digest: { before: digest, after: digest },
    bounds: { before: '', after: '' },
    holds: '',
    verifiedAt,
  };
}
