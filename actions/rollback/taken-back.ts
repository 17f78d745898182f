import { isAncestor } from '../toolkit/git/fetch.ts';
import { findCommit, git, type Repository } from '../toolkit/git/git.ts';
import { oneLine } from '../toolkit/one-line.ts';

/** A commit as a page shows it: every text on one line. */
export interface SourceCommit {
  readonly commit: string;
  readonly author: string;
  readonly title: string;
}

const most = 50;

/** The commits that a release has beyond another one, by their sources, newest first; none where Git cannot tell. */
export async function takenBack(
  repository: Repository,
  target: string,
  current: string,
): Promise<readonly SourceCommit[]> {
  const areHere =
    (await findCommit(repository, target)) !== undefined && (await findCommit(repository, current)) !== undefined;
  if (!areHere || !(await isAncestor(repository, target, current))) return [];
  return listCommits(repository, `${target}..${current}`);
}

/** The commits of a range, newest first. */
export async function listCommits(
  repository: Repository,
  ...range: readonly string[]
): Promise<readonly SourceCommit[]> {
  const format = '--format=tformat:%H%x00%an%x00%s';
  const text = await git(repository, 'log', '-z', format, `--max-count=${most}`, ...range);
  const words = text.split('\0');
  const commits: SourceCommit[] = [];
  for (let at = 0; at + 2 < words.length; at += 3) {
    const [commit = '', author = '', title = ''] = words.slice(at, at + 3);
    commits.push({ commit, author: oneLine(author, 60), title: oneLine(title, 100) });
  }
  return commits;
}

/** A commit in one line. */
export function describeCommit({ commit, author, title }: SourceCommit): string {
  return `${commit.slice(0, 12)}  ${author}: ${title}`;
}
