import { rm } from 'node:fs/promises';
import { type Command, execute, type Outcome, succeed } from '../exec.ts';

/** A repository, with or without a work tree, and how to run git in it. */
export interface Repository {
  readonly dir: string;
  readonly signal?: AbortSignal | undefined;
  /** Settings for git alone, such as credentials, in its environment: arguments are visible to every process. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Set where blobs are fetched on request only, in batches (`openPrivateRepository`). */
  readonly blobs?: RequestedBlobs | undefined;
  /** Where its temporary files go; undefined for the runner's own place. */
  readonly scratch?: string | undefined;
}

/** Which blobs a repository that holds none has requested from its origin, in this process. */
export interface RequestedBlobs {
  readonly ids: Set<string>;
  /** The fetch under way: Git's configuration file takes one writer at a time. */
  underWay: Promise<unknown>;
}

/** The remote of every repository here. */
export const remote = 'origin';

// English wording, since rejections are recognized by their text; never a prompt, which would hang a job.
const environment = { LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' };

/** Returns the command `git …args` in a repository. */
export function gitCommand({ dir, signal, env }: Repository, args: readonly string[]): Command {
  return { file: 'git', args, cwd: dir, env: { ...env, ...environment }, signal };
}

/** Runs git, which must succeed; returns its stdout without the last line break. */
export async function git(repository: Repository, ...args: readonly string[]): Promise<string> {
  return (await succeed(gitCommand(repository, args))).replace(/\n$/, '');
}

/** Runs git, which must succeed, with a text on stdin; returns its stdout without the last line break. */
export async function gitWithInput(repository: Repository, stdin: string, ...args: readonly string[]): Promise<string> {
  return (await succeed({ ...gitCommand(repository, args), stdin })).replace(/\n$/, '');
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

/** Returns what the pathspecs select at a commit: mode, object id and path of each file, in git's own order. */
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

/** Returns the paths that differ between two commits and that the pathspecs select. */
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

/** Returns the full id of a commit that is in the repository; undefined if it is not. */
export async function findCommit(repository: Repository, revision: string): Promise<string | undefined> {
  const outcome = await tryGit(repository, 'rev-parse', '--verify', '--quiet', `${revision}^{commit}`);
  return outcome.code === 0 ? outcome.stdout.toString().trim() : undefined;
}

/** Returns a commit's time, in seconds since 1970. */
export async function commitTime(repository: Repository, commit: string): Promise<number> {
  return Number(await git(repository, 'show', '--no-patch', '--format=%ct', commit));
}
