import { join } from 'node:path';
import { git, gitWithInput, type Repository } from './git.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

const bot = 'github-actions[bot]';
const botEmail = '41898282+github-actions[bot]@users.noreply.github.com';

const identity = {
  GIT_AUTHOR_NAME: bot,
  GIT_AUTHOR_EMAIL: botEmail,
  GIT_COMMITTER_NAME: bot,
  GIT_COMMITTER_EMAIL: botEmail,
  GIT_AUTHOR_DATE: undefined,
  GIT_COMMITTER_DATE: undefined,
};

/** Path → text; undefined deletes the file. */
export type Changes = ReadonlyMap<string, string | undefined>;

/** What a commit is made of beside its tree. */
export interface CommitSpec {
  /** undefined for a commit without ancestors. */
  readonly parent: string | undefined;
  readonly message: string;
}

/** Makes a commit of the bot's with changes to its parent's files; returns its id. Touches no work tree and no index. */
export function commitChanges(repository: Repository, spec: CommitSpec, changes: Changes): Promise<string> {
  return withIndex(repository, spec.parent, async indexed => {
    const lines: string[] = [];
    for (const [path, text] of changes) lines.push(await indexLine(indexed, path, text));
    await gitWithInput(indexed, lines.join(''), 'update-index', '-z', '--index-info');
    return commitTree(repository, spec, await writeTree(indexed));
  });
}

/** Makes a commit of the bot's with a tree; returns its id. */
export function commitTree(repository: Repository, { parent, message }: CommitSpec, tree: string): Promise<string> {
  const as = { ...repository, env: { ...repository.env, ...identity } };
  const parents = parent === undefined ? [] : ['-p', parent];
  return gitWithInput(as, message, '-c', 'commit.gpgSign=false', 'commit-tree', tree, ...parents, '-F', '-');
}

/** Gives `work` the repository with an index of its own that holds a commit's files; removes the index. */
export async function withIndex<T>(
  repository: Repository,
  commit: string | undefined,
  work: (indexed: Repository) => Promise<T>,
): Promise<T> {
  return withTemporaryFolder(repository, 'index', async folder => {
    const indexed = { ...repository, env: { ...repository.env, GIT_INDEX_FILE: join(folder, 'index') } };
    await git(indexed, 'read-tree', commit ?? '--empty');
    return work(indexed);
  });
}

/** Writes an index as a tree; returns its id. Files that did not change need not be here. */
export function writeTree(indexed: Repository): Promise<string> {
  return git(indexed, 'write-tree', '--missing-ok');
}

// A mode of 0 removes the path.
async function indexLine(indexed: Repository, path: string, text: string | undefined): Promise<string> {
  if (text === undefined) return `0 ${'0'.repeat(40)}\t${path}\0`;
  return `100644 ${await writeBlob(indexed, text)}\t${path}\0`;
}

async function writeBlob(repository: Repository, text: string): Promise<string> {
  const object = await gitWithInput(repository, text, 'hash-object', '-w', '--no-filters', '--stdin');
  // The server does not have it.
  repository.blobs?.ids.add(object);
  return object;
}
