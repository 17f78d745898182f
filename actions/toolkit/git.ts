import { rm } from 'node:fs/promises';
import { ActionError } from './errors.ts';
import { type Command, execute, type Outcome, succeed } from './exec.ts';

/** A work tree and how to run git in it. */
export interface Repository {
  readonly dir: string;
  readonly signal?: AbortSignal | undefined;
  /** Settings for git alone, such as credentials: in its environment, since arguments are seen by all. */
  readonly env?: Readonly<Record<string, string>> | undefined;
}

const remote = 'origin';

// English wording, since rejections are read by their text; never a prompt, which would hang a job.
const environment = { LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' };

/** The command `git …args` in a repository. */
export function gitCommand({ dir, signal, env }: Repository, args: readonly string[]): Command {
  return { file: 'git', args, cwd: dir, env: { ...env, ...environment }, signal };
}

/** Runs git, which must succeed; gives its stdout without the last line break. */
export async function git(repository: Repository, ...args: readonly string[]): Promise<string> {
  return (await succeed(gitCommand(repository, args))).replace(/\n$/, '');
}

/** Runs git where an exit code is an answer. */
export function tryGit(repository: Repository, ...args: readonly string[]): Promise<Outcome> {
  return execute(gitCommand(repository, args));
}

/** Writes the files that the pathspecs select at a commit into an existing folder; every file has the commit's time. */
export async function exportTree(
  repository: Repository,
  commit: string,
  pathspecs: readonly string[],
  folder: string,
): Promise<void> {
  const tar = `${folder}.tar`;
  await git(repository, 'archive', '--format=tar', `--output=${tar}`, commit, '--', ...pathspecs);
  await succeed({ file: 'tar', args: ['--extract', '--file', tar, '--directory', folder], signal: repository.signal });
  await rm(tar);
}

/** What the pathspecs select at a commit: mode, object id and path of each file, in git's own order. */
export async function listTree(
  repository: Repository,
  commit: string,
  pathspecs: readonly string[],
): Promise<string[]> {
  // ls-tree knows no pathspec magic; the difference to the empty tree lists the same entries and does.
  const empty = await git(repository, 'hash-object', '-t', 'tree', '/dev/null');
  const raw = await git(repository, 'diff-tree', '-r', '-z', '--no-renames', empty, commit, '--', ...pathspecs);
  const words = raw.split('\0').slice(0, -1);
  const entries: string[] = [];
  for (let at = 0; at + 1 < words.length; at += 2) {
    const [, mode, , object] = (words[at] ?? '').split(' ');
    entries.push(`${mode} ${object} ${words[at + 1]}`);
  }
  return entries;
}

/** The paths that differ between two commits and that the pathspecs select. */
export async function changedPaths(
  repository: Repository,
  before: string,
  after: string,
  pathspecs: readonly string[],
): Promise<string[]> {
  const names = await git(
    repository,
    ...['diff-tree', '-r', '-z', '--no-renames', '--name-only', before, after, '--', ...pathspecs],
  );
  return names.split('\0').filter(name => name !== '');
}

/** The full id of a commit that is here; undefined where it is not. */
export async function findCommit(repository: Repository, revision: string): Promise<string | undefined> {
  const outcome = await tryGit(repository, 'rev-parse', '--verify', '--quiet', `${revision}^{commit}`);
  return outcome.code === 0 ? outcome.stdout.toString().trim() : undefined;
}

/** The full id of a commit, fetched from origin if it is not here. Throws `commit-unknown`. */
export async function needCommit(repository: Repository, revision: string): Promise<string> {
  const here = await findCommit(repository, revision);
  if (here) return here;
  const fetched = await tryGit(
    repository,
    'fetch',
    '--no-tags',
    '--quiet',
    ...(await depth(repository)),
    remote,
    revision,
  );
  const found = fetched.code === 0 ? await findCommit(repository, revision) : undefined;
  if (found) return found;
  throw new ActionError(
    'commit-unknown',
    `Commit ${revision} is neither here nor on ${remote}: ${fetched.stderr.trim()}`,
  );
}

/** Fetches a branch of origin; gives its head. */
export async function fetchBranch(repository: Repository, branch: string): Promise<string> {
  const ref = `refs/remotes/${remote}/${branch}`;
  // Whole, where history is not: it is checked out next, and a missing tree would be a round trip of its own.
  await git(repository, 'fetch', '--no-tags', '--quiet', '--no-filter', remote, `+refs/heads/${branch}:${ref}`);
  return git(repository, 'rev-parse', '--verify', ref);
}

/** The head of a branch of origin, fetched; undefined where there is no such branch. */
export async function findBranch(repository: Repository, branch: string): Promise<string | undefined> {
  const listed = await git(repository, 'ls-remote', '--heads', remote, `refs/heads/${branch}`);
  return listed === '' ? undefined : fetchBranch(repository, branch);
}

/** A file's text at a commit; undefined where it is not there. */
export async function findFile(repository: Repository, commit: string, path: string): Promise<string | undefined> {
  const listed = await git(repository, 'ls-tree', '--name-only', commit, '--', path);
  return listed === '' ? undefined : git(repository, 'show', `${commit}:${path}`);
}

/** Makes ancestry answerable: a shallow clone gets the commits it lacks, without their trees. */
export async function completeHistory(repository: Repository): Promise<void> {
  if (!(await isShallow(repository))) return;
  await git(repository, 'fetch', '--no-tags', '--quiet', '--unshallow', '--filter=tree:0', remote);
}

/** Whether `ancestor` is `descendant` or lies behind it; never answered from shallow history. */
export async function isAncestor(repository: Repository, ancestor: string, descendant: string): Promise<boolean> {
  await completeHistory(repository);
  const outcome = await tryGit(repository, 'merge-base', '--is-ancestor', ancestor, descendant);
  if (outcome.code > 1) {
    throw new ActionError('commit-unknown', `Cannot compare ${ancestor} with ${descendant}: ${outcome.stderr.trim()}`);
  }
  return outcome.code === 0;
}

/** A commit's time, in seconds since 1970. */
export async function commitTime(repository: Repository, commit: string): Promise<number> {
  return Number(await git(repository, 'show', '--no-patch', '--format=%ct', commit));
}

async function isShallow(repository: Repository): Promise<boolean> {
  return (await git(repository, 'rev-parse', '--is-shallow-repository')) === 'true';
}

// One commit is enough where the clone is shallow; a depth would make a whole clone shallow.
async function depth(repository: Repository): Promise<string[]> {
  return (await isShallow(repository)) ? ['--depth=1'] : [];
}
