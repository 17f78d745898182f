import { ActionError, asActionError, describeError } from '../toolkit/errors.ts';
import type { Repository } from '../toolkit/git/git.ts';
import { formatImage } from '../toolkit/image.ts';
import { appendEntry, type LedgerEntry } from '../toolkit/ledger.ts';
import { releasePath } from '../toolkit/manifest-names.ts';
import { readRelease } from '../toolkit/release-file.ts';
import { say, warn } from '../toolkit/report.ts';
import type { VerifyInputs } from './inputs.ts';
import { fileAt } from './lineage.ts';
import { report } from './result.ts';
import type { Verdict } from './verdict.ts';

/**
 * Adds a verified release to the ledger; the path of its entry, '' where there is none. What fails here is a warning: the
 * environment runs what it should, and a red run would roll back what is well.
 */
export async function record(
  inputs: VerifyInputs,
  verdict: Verdict,
  repository: Repository,
  signal: AbortSignal,
): Promise<string> {
  if (!inputs.isRecorded || verdict.kind !== 'verified') return '';
  try {
    const path = await appendEntry(repository, await makeEntry(inputs, verdict, repository), signal);
    say(`recorded in the ledger: ${path}`);
    return path;
  } catch (error) {
    signal.throwIfAborted();
    warn(`Verified, but not recorded: no rollback will find this release.\n${describeError(asActionError(error))}`);
    return '';
  }
}

async function makeEntry(inputs: VerifyInputs, verdict: Verdict, repository: Repository): Promise<LedgerEntry> {
  const { environment, revision } = inputs;
  const release = readRelease(await fileAt(repository, revision, releasePath(environment)));
  if (!release) throw new ActionError('ledger-failed', `The release file of ${environment} names no release.`);
  return {
    environment,
    verifiedAt: new Date().toISOString(),
    imageRef: formatImage(release),
    digest: verdict.evidence.digest,
    sourceCommit: release.sourceCommit,
    bumpCommit: revision,
    engineRevision: verdict.evidence.engineRevision ?? null,
    report: report(inputs, verdict),
  };
}
