import { git, type Repository, tryGit } from '../../actions/toolkit/git/git.ts';
import { readBlobs } from '../../actions/toolkit/git/read-file.ts';
import { type LedgerRecord, parseEntry } from '../../actions/toolkit/ledger.ts';
import { holdPath, releasePath, requesterTrailer } from '../../actions/toolkit/manifest-names.ts';
import { type Change, describeChange } from './change.ts';
import { type HistoryEvent, joinHistory } from './timeline.ts';

// Enough for a page, and quick to read.
const most = 40;

const fields = [
  '%H',
  '%ct',
  '%an',
  '%s',
  '%b',
  '%(trailers:key=Operation,valueonly,separator=%x20)',
  `%(trailers:key=${requesterTrailer},valueonly,separator=%x20)`,
];

/** What happened to an environment, newest first: each commit on its release folder on main, and each verification. */
export async function readHistory(repository: Repository, environment: string): Promise<readonly HistoryEvent[]> {
  const [changes, ledger] = await Promise.all([
    readChanges(repository, environment),
    readVerified(repository, environment),
  ]);
  return joinHistory(changes, ledger).slice(0, most);
}

async function readChanges(repository: Repository, environment: string): Promise<readonly Change[]> {
  const path = releasePath(environment);
  const folder = path.slice(0, path.lastIndexOf('/'));
  // A message holds no NUL, so that no text of others can pose as a field.
  const format = `--format=${fields.join('%x00')}`;
  const log = ['log', '-z', format, `--max-count=${most}`, 'main', '--', folder];
  const words = (await git(repository, ...log)).split('\0');
  const commits = Array.from({ length: Math.floor(words.length / fields.length) }, (_, index) =>
    words.slice(index * fields.length, (index + 1) * fields.length),
  );
  const places = commits.flatMap(([id = '']) =>
    [`${id}^`, id].flatMap(commit => [path, holdPath(environment)].map(file => `${commit}:${file}`)),
  );
  const texts = await readBlobs(repository, places);
  return commits.map(([commit = '', seconds, author = '', title = '', body = '', operation, requester], index) => {
    const [releaseBefore, holdBefore, releaseAfter, holdAfter] = texts.slice(index * 4, index * 4 + 4);
    return describeChange({
      environment,
      commit,
      at: new Date(Number(seconds) * 1000).toISOString(),
      by: requester || author,
      title,
      body,
      operation: operation ?? '',
      release: [releaseBefore ?? '', releaseAfter ?? ''],
      hold: [holdBefore ?? '', holdAfter ?? ''],
    });
  });
}

async function readVerified(repository: Repository, environment: string): Promise<readonly LedgerRecord[]> {
  const listed = await tryGit(repository, 'ls-tree', '-z', '--name-only', 'ledger', '--', `${environment}/`);
  // No ledger before the first verification.
  if (listed.code !== 0) return [];
  const paths = listed.stdout
    .toString()
    .split('\0')
    .filter(path => path.endsWith('.json'));
  const newest = paths.toSorted().toReversed().slice(0, most);
  const texts = await readBlobs(
    repository,
    newest.map(path => `ledger:${path}`),
  );
  return newest.flatMap((path, index) => parseEntry(path, texts[index] ?? '') ?? []);
}
