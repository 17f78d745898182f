import { describe, expect, it } from 'vitest';
import type { LedgerRecord } from '../../actions/toolkit/ledger.ts';
import type { Change } from './change.ts';
import { joinHistory } from './timeline.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const at = (minute: number) => `2026-12-01T10:${String(minute).padStart(2, '0')}:00Z`;

function change(
  commit: string,
  minute: number,
  before: string,
  after: string,
  kind: Change['kind'] = 'release',
): Change {
  const blank = { environment: 'staging', by: 'bot', title: '', reason: '', holds: '' };
  const bounds = { before: 'overlay', after: 'overlay' };
  return { ...blank, kind, commit, at: at(minute), digest: { before: digest(before), after: digest(after) }, bounds };
}

function entry(bumpCommit: string, minute: number, letter: string): LedgerRecord {
  const base = { environment: 'staging', imageRef: 'r/i', sourceCommit: 's', engineRevision: null, report: {} };
  return { ...base, path: `staging/${minute}.json`, bumpCommit, verifiedAt: at(minute), digest: digest(letter) };
}

// Newest first: a bad release between two good ones.
const changes = [change('c3', 30, 'b', 'a', 'rollback'), change('c2', 20, 'a', 'b'), change('c1', 10, 'x', 'a')];
const proofs = (ledger: readonly LedgerRecord[]) =>
  joinHistory(changes, ledger).map(({ kind, commit, verifiedAt }) => `${commit} ${kind} ${verifiedAt ?? 'never'}`);

describe('a release is verified', () => {
  it('by the entry of its own commit', () => {
    expect(proofs([entry('c1', 11, 'a')])).toEqual(['c3 rollback never', 'c2 release never', `c1 release ${at(11)}`]);
  });

  it('by an entry of its digest while it was the one in Git, and by the first of several', () => {
    expect(proofs([entry('later', 15, 'a'), entry('later', 12, 'a')])).toContain(`c1 release ${at(12)}`);
  });

  it('not by the entry that names another commit of the same digest', () => {
    expect(proofs([entry('c1', 31, 'a')])).toEqual(['c3 rollback never', 'c2 release never', `c1 release ${at(31)}`]);
  });

  it('not by the entry of a later release of the same digest, nor by one of another digest', () => {
    expect(proofs([entry('c3', 31, 'a'), entry('e', 21, 'x')])).toEqual([
      `c3 rollback ${at(31)}`,
      `e verified ${at(21)}`,
      'c2 release never',
      'c1 release never',
    ]);
  });
});
