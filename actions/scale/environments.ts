import { fetchBranch, findFile, git, type Repository } from '../toolkit/git.ts';
import { releasePath } from '../toolkit/manifest-names.ts';
import { readBounds } from '../toolkit/release-bounds.ts';
import { say } from '../toolkit/report.ts';
import { isExpired } from './decide.ts';

/** The environments of a commit: every overlay with a release file. */
export async function listEnvironments(repository: Repository, commit: string): Promise<string[]> {
  const folder = 'kustomize/overlays/';
  const listed = await git(repository, 'ls-tree', '-r', '-z', '--name-only', commit, '--', folder);
  const names = listed.split('\0').map(path => path.slice(folder.length).split('/')[0] ?? '');
  return [...new Set(names)].filter(name => name !== '' && listed.split('\0').includes(releasePath(name)));
}

/** The environments of a branch whose temporary bounds are over. Throws `release-file-invalid`. */
export async function findDue(repository: Repository, branch: string, now: Date): Promise<string[]> {
  const head = await fetchBranch(repository, branch);
  const due: string[] = [];
  for (const environment of await listEnvironments(repository, head)) {
    const { temporary } = readBounds((await findFile(repository, head, releasePath(environment))) ?? '');
    const isDue = temporary !== undefined && isExpired(temporary, now);
    say(
      `${environment}: ${temporary ? `temporary until ${temporary.until}${isDue ? ', over' : ''}` : 'not temporary'}`,
    );
    if (isDue) due.push(environment);
  }
  return due;
}
