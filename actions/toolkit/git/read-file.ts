import { commandFailed, execute } from '../exec.ts';
import { git, gitCommand, type Repository } from './git.ts';
import { requestBlobs } from './partial-clone.ts';

/** An entry of a commit's tree that is no tree itself: a file, a symbolic link (120000) or a submodule (160000). */
export interface TreeEntry {
  readonly mode: string;
  readonly object: string;
  readonly path: string;
}

/** Returns what lies at or below paths at a commit, in Git's order. */
export async function listEntries(
  repository: Repository,
  commit: string,
  ...paths: readonly string[]
): Promise<TreeEntry[]> {
  const listed = await git(repository, 'ls-tree', '-r', '-z', '--full-tree', commit, '--', ...paths);
  return listed.split('\0').flatMap(line => {
    const [, mode, object, path] = /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    return mode && object && path ? [{ mode, object, path }] : [];
  });
}

/** Whether an entry is a file, executable or not. */
export function isFile({ mode }: TreeEntry): boolean {
  return mode.startsWith('100');
}

/** Returns files' texts at a commit, in the order of their paths; undefined for each that is no file there. */
export async function readFilesAt(
  repository: Repository,
  commit: string,
  paths: readonly string[],
): Promise<(string | undefined)[]> {
  if (paths.length === 0) return [];
  const entries = await listEntries(repository, commit, ...paths, ...readTogether(paths));
  const files = new Map(entries.filter(isFile).map(({ path, object }) => [path, object]));
  await requestBlobs(repository, [...files.values()]);
  const known = paths.flatMap(path => files.get(path) ?? []);
  const texts = await readBlobs(repository, known);
  const byObject = new Map(known.map((object, at) => [object, texts[at]]));
  return paths.map(path => byObject.get(files.get(path) ?? ''));
}

// Whoever reads one of the manifests renders all of them next: one request is enough.
function readTogether(paths: readonly string[]): string[] {
  return paths.some(path => path.startsWith('kustomize/')) ? ['kustomize/'] : [];
}

/** Returns a file's text at a commit; undefined when it is no file there. */
export async function readFileAt(repository: Repository, commit: string, path: string): Promise<string | undefined> {
  return (await readFilesAt(repository, commit, [path]))[0];
}

/**
 * Reads texts of a repository in one process, by names such as `main:path` or by object id, in their order; undefined for what
 * is not there or is no file. Throws `command-failed` when git cannot read the repository.
 */
export async function readBlobs(repository: Repository, names: readonly string[]): Promise<(string | undefined)[]> {
  const contents = await readBlobContents(repository, names);
  return contents.map(content => content?.toString('utf8'));
}

/** Reads contents as `readBlobs` does texts. */
export async function readBlobContents(
  repository: Repository,
  names: readonly string[],
): Promise<(Buffer | undefined)[]> {
  if (names.length === 0) return [];
  // A line is a name: what holds a line break could ask for another one.
  const asked = names.map(name => (name.includes('\n') ? ':' : name));
  const stdin = asked.map(name => `${name}\n`).join('');
  const command = { ...gitCommand(repository, ['cat-file', '--batch']), stdin };
  const outcome = await execute(command);
  if (outcome.code !== 0) throw commandFailed(command, outcome);
  const { stdout } = outcome;
  const contents: (Buffer | undefined)[] = [];
  let at = 0;
  while (contents.length < names.length && at < stdout.length) {
    const end = stdout.indexOf('\n', at);
    // `<id> blob <size>`, or why there is none.
    const [, kind, size] = / (\w+) (\d+)$/.exec(stdout.toString('utf8', at, end)) ?? [];
    at = end + 1;
    contents.push(kind === 'blob' ? stdout.subarray(at, at + Number(size)) : undefined);
    if (kind !== undefined) at += Number(size) + 1;
  }
  return names.map((_, index) => contents[index]);
}
