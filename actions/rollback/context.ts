import type { Repository } from '../toolkit/git/git.ts';
import type { GitHub } from '../toolkit/github.ts';
import type { LedgerRecord } from '../toolkit/ledger.ts';
import type { Head } from '../toolkit/release/head.ts';
import type { RollbackInputs } from './inputs.ts';
import type { Prove } from './proof.ts';

/** One head of the branch, and all that is needed to write on it. */
export interface Context {
  readonly repository: Repository;
  readonly inputs: RollbackInputs;
  readonly head: Head;
  readonly github: GitHub;
  readonly records: readonly LedgerRecord[];
  readonly prove: Prove;
}

/** What an end reports where nothing was written. */
export function unchanged({ commit, recorded, holds }: Head) {
  return { commit, previous: recorded, current: recorded, entry: '', takenBack: [], holds, because: '' };
}
