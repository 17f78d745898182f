import { readBlobs } from './blobs.ts';
import { ActionError } from './errors.ts';
import { git, gitOn, type Repository, tryGit } from './git.ts';
import { isDigest, shortDigest } from './image.ts';
import { isRecord, textAt } from './json.ts';
import { backoffMs, sleep } from './poll.ts';
import { readPush } from './push-outcome.ts';

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
const ref = `refs/remotes/origin/${branch}`;
const maxAttempts = 10;
const bot = 'github-actions[bot]';
const botEmail = '41898282+github-actions[bot]@users.noreply.github.com';

/**
 * Adds an entry to the branch `ledger` of origin, which it makes where there is none. The push is the compare-and-swap: after
 * a lost race the entry is put on the new head. Throws `ledger-failed`, quoting Git.
 * @returns the path of the new file
 */
export async function appendEntry(repository: Repository, entry: LedgerEntry, signal: AbortSignal): Promise<string> {
  const path = entryPath(entry);
  const text = `${JSON.stringify(entry, null, 2)}\n`;
  for (let attempt = 1; ; attempt++) {
    const commit = await commitOn(repository, await fetchHead(repository), path, text, entry);
    const { code, stdout, stderr } = await tryGit(
      repository,
      ...['-c', 'core.hooksPath=/dev/null', 'push', '--porcelain', 'origin', `${commit}:refs/heads/${branch}`],
    );
    const said = `${stdout}${stderr}`.trim();
    const outcome = readPush(code, said);
    if (outcome === 'landed') return path;
    if (outcome !== 'raced' || attempt === maxAttempts)
      throw new ActionError(
        'ledger-failed',
        `The ledger did not take ${path} (${outcome}, attempt ${attempt}):\n${said}`,
      );
    await sleep(backoffMs(attempt, { firstMs: 200, factor: 1.5, capMs: 5_000 }), signal);
  }
}

/** The newest entries of an environment, newest first. What is not an entry is left out. */
export async function readLedger(repository: Repository, environment: string, limit = 50): Promise<LedgerRecord[]> {
  if ((await fetchHead(repository)) === undefined) return [];
  const listing = await git(repository, 'ls-tree', '-z', '--name-only', ref, '--', `${environment}/`);
  // The names begin with the time, so that their order is that of the verifications.
  const paths = listing.split('\0').filter(path => path.endsWith('.json'));
  const newest = paths.toSorted().toReversed().slice(0, limit);
  const texts = await readBlobs(
    repository,
    newest.map(path => `${ref}:${path}`),
  );
  return newest.flatMap((path, index) => parseEntry(path, texts[index] ?? '') ?? []);
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

// The branch's head; undefined while there is none. All of it, also in a clone that leaves out trees or old commits.
async function fetchHead(repository: Repository): Promise<string | undefined> {
  const fetch = ['fetch', '--no-tags', '--quiet', '--no-filter', 'origin', `+refs/heads/${branch}:${ref}`];
  const { code, stderr } = await tryGit(repository, ...fetch);
  if (code === 0) return git(repository, 'rev-parse', '--verify', ref);
  if (/couldn't find remote ref/i.test(stderr)) return undefined;
  throw new ActionError('ledger-failed', `The ledger could not be read:\n${stderr.trim()}`);
}

// No work tree and no index: the job's checkout stays as it is. `mktree` puts one entry beside those that are there.
async function commitOn(
  repository: Repository,
  head: string | undefined,
  path: string,
  text: string,
  { environment, digest }: LedgerEntry,
): Promise<string> {
  const [folder = '', name = ''] = path.split('/');
  const blob = await gitOn(repository, text, 'hash-object', '-w', '--stdin');
  const inner = await treeWith(repository, head && `${head}:${folder}`, `100644 blob ${blob}\t${name}`);
  const tree = await treeWith(repository, head, `040000 tree ${inner}\t${folder}`);
  const identity = ['-c', `user.name=${bot}`, '-c', `user.email=${botEmail}`, '-c', 'commit.gpgsign=false'];
  const message = `Verify ${shortDigest(digest)} in ${environment}`;
  const parent = head === undefined ? [] : ['-p', head];
  return git(repository, ...identity, 'commit-tree', tree, ...parent, '-m', message);
}

async function treeWith(repository: Repository, tree: string | undefined, line: string): Promise<string> {
  const listed = tree === undefined ? undefined : await tryGit(repository, 'ls-tree', '-z', tree);
  const there = listed?.code === 0 ? listed.stdout.toString().split('\0').filter(Boolean) : [];
  const name = line.split('\t')[1];
  const kept = there.filter(one => one.split('\t')[1] !== name);
  return gitOn(repository, `${[...kept, line].join('\0')}\0`, 'mktree', '-z');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
