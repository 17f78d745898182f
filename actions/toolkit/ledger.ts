import { ActionError, asActionError, type ErrorCode } from './errors.ts';
import { commitChanges } from './git/commit.ts';
import { findBranch } from './git/fetch.ts';
import { git, type Repository } from './git/git.ts';
import { type Attempt, retryOnConflict, tryPush } from './git/push-with-retry.ts';
import { readFilesAt } from './git/read-file.ts';
import { isDigest, shortDigest } from './image.ts';
import { isRecord, textAt } from './json.ts';

/** A verification that was passed. Rollbacks take their targets only from these. */
export interface LedgerEntry {
  readonly environment: string;
  /** When it was passed: ISO 8601, UTC. */
  readonly verifiedAt: string;
  /** `name:tag@digest`. */
  readonly imageRef: string;
  readonly digest: string;
  readonly sourceCommit: string;
  /** The commit that was verified: the bump's, or a later one that renders the same. */
  readonly bumpCommit: string;
  /** The engine's commit; null without an engine. */
  readonly engineRevision: string | null;
  readonly report: Readonly<Record<string, unknown>>;
}

/** An entry, and its file on the branch. */
export interface LedgerRecord extends LedgerEntry {
  readonly path: string;
}

const branch = 'ledger';
const maxAttempts = 10;

/**
 * Adds an entry to the branch `ledger` of origin, which it makes where there is none. The push is the compare-and-swap: after
 * a lost race the entry is put on the new head. Throws `ledger-failed`, quoting Git, `branch-name-conflict` and `git-unavailable`.
 * @returns the path of the new file
 */
export async function appendEntry(repository: Repository, entry: LedgerEntry, signal: AbortSignal): Promise<string> {
  try {
    return (await retryOnConflict({ maxAttempts, signal }, () => tryAppend(repository, entry))).value;
  } catch (error) {
    throw explain(error, `The ledger did not take ${entryPath(entry)}`);
  }
}

async function tryAppend(repository: Repository, entry: LedgerEntry): Promise<Attempt<string>> {
  const { environment, digest } = entry;
  const path = entryPath(entry);
  const parent = await findBranch(repository, branch);
  const message = `Verify ${shortDigest(digest)} in ${environment}\n`;
  const changes = new Map([[path, `${JSON.stringify(entry, null, 2)}\n`]]);
  const commit = await commitChanges(repository, { parent, message }, changes);
  return tryPush(repository, { branch, commit }, () => path);
}

/**
 * Returns the newest entries of an environment, newest first. What is not an entry is left out. Throws `ledger-failed`, quoting
 * Git, and `git-unavailable`.
 */
export async function readLedger(repository: Repository, environment: string, limit = 50): Promise<LedgerRecord[]> {
  try {
    const head = await findBranch(repository, branch);
    return head === undefined ? [] : await readNewest(repository, head, environment, limit);
  } catch (error) {
    throw explain(error, 'The ledger could not be read');
  }
}

async function readNewest(
  repository: Repository,
  head: string,
  environment: string,
  limit: number,
): Promise<LedgerRecord[]> {
  const listing = await git(repository, 'ls-tree', '-z', '--name-only', head, '--', `${environment}/`);
  // The names begin with the time, so that their order is that of the verifications.
  const paths = listing.split('\0').filter(path => path.endsWith('.json'));
  const newest = paths.toSorted().toReversed().slice(0, limit);
  const texts = await readFilesAt(repository, head, newest);
  return newest.flatMap((path, index) => parseEntry(path, texts[index] ?? '') ?? []);
}

const gitFailures: readonly ErrorCode[] = ['command-failed', 'bump-denied', 'bump-contended'];

function explain(thrown: unknown, what: string): ActionError {
  const error = asActionError(thrown);
  if (!gitFailures.includes(error.code)) return error;
  return new ActionError('ledger-failed', `${what}:\n${error.message}`, { cause: error });
}

/** The rollback target: the newest verified release that is neither what runs now nor refused. Takes them newest first. */
export function lastVerified(
  records: readonly LedgerRecord[],
  { current, refused = [] }: { readonly current: string; readonly refused?: readonly string[] },
): LedgerRecord | undefined {
  return records.find(({ digest }) => digest !== current && !refused.includes(digest));
}

/** An entry from its file's text; undefined where it is none. */
export function parseEntry(path: string, text: string): LedgerRecord | undefined {
  const value = parseJson(text);
  const report: unknown = isRecord(value) ? value.report : undefined;
  const entry = {
    path,
    environment: textAt(value, 'environment'),
    verifiedAt: textAt(value, 'verifiedAt'),
    imageRef: textAt(value, 'imageRef'),
    digest: textAt(value, 'digest'),
    sourceCommit: textAt(value, 'sourceCommit'),
    bumpCommit: textAt(value, 'bumpCommit'),
    engineRevision: textAt(value, 'engineRevision') || null,
    report: isRecord(report) ? report : {},
  };
  const isWhole = Object.values(entry).every(field => field !== '') && isDigest(entry.digest);
  return isWhole && path.startsWith(`${entry.environment}/`) ? entry : undefined;
}

function entryPath({ environment, verifiedAt, digest }: LedgerEntry): string {
  return `${environment}/${verifiedAt.replaceAll(/[-:.]/g, '')}-${shortDigest(digest)}.json`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
