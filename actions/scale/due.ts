import { writtenEnvironments } from '../toolkit/environments.ts';
import { fetchBranch, findFile, type Repository } from '../toolkit/git.ts';
import { releasePath } from '../toolkit/manifest-names.ts';
import { readBounds } from '../toolkit/release-bounds.ts';
import { say } from '../toolkit/report.ts';
import { isExpired } from './decide.ts';

/** The environments of a branch whose temporary bounds are over. Throws `release-file-invalid`. */
export async function findDue(repository: Repository, branch: string, now: Date): Promise<string[]> {
  const head = await fetchBranch(repository, branch);
  const due: string[] = [];
  for (const environment of await writtenEnvironments(repository, head)) {
    const { temporary } = readBounds((await findFile(repository, head, releasePath(environment))) ?? '');
    const isDue = temporary !== undefined && isExpired(temporary, now);
    say(
      `${environment}: ${temporary ? `temporary until ${temporary.until}${isDue ? ', over' : ''}` : 'not temporary'}`,
    );
    if (isDue) due.push(environment);
  }
  return due;
}
