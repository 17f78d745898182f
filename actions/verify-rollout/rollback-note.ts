import { asActionError } from '../toolkit/errors.ts';
import type { Repository } from '../toolkit/git/git.ts';
import { lastVerified, readLedger } from '../toolkit/ledger.ts';
import { warn } from '../toolkit/report.ts';
import type { VerifyInputs } from './inputs.ts';
import type { Verdict } from './verdict.ts';

type Asked = Pick<VerifyInputs, 'environment' | 'isRecorded'>;

/**
 * Says that the ledger holds no other release of the environment, one sentence; '' where it holds one, or does not matter. A
 * ledger that cannot be read is a warning: the verdict stands without it.
 */
export async function rollbackNote(
  { environment, isRecorded }: Asked,
  { kind, evidence }: Verdict,
  repository: Repository,
): Promise<string> {
  if (!isRecorded || (kind !== 'verified' && kind !== 'failed')) return '';
  try {
    if (lastVerified(await readLedger(repository, environment), { current: evidence.digest })) return '';
  } catch (error) {
    warn(`Whether there is a release to roll back to is not known: ${asActionError(error).message}`);
    return '';
  }
  return kind === 'verified'
    ? `No rollback target yet: no other release of ${environment} has been verified.`
    : `There is nothing verified to roll back to: the ledger holds no other release of ${environment}.`;
}
