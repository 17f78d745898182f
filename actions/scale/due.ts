import { writtenEnvironments } from '../toolkit/environments.ts';
import { asActionError, describeError } from '../toolkit/errors.ts';
import { fetchBranch } from '../toolkit/git/fetch.ts';
import type { Repository } from '../toolkit/git/git.ts';
import { readFilesAt } from '../toolkit/git/read-file.ts';
import { releasePath } from '../toolkit/manifest-names.ts';
import { readBounds } from '../toolkit/release-bounds.ts';
import { say, warn } from '../toolkit/report.ts';
import type { Temporary } from '../toolkit/scale-expiry.ts';
import { isExpired } from './decide.ts';

/** The environments of a branch whose temporary bounds are over. A release file that cannot be read is a warning. */
export async function findDue(repository: Repository, branch: string, now: Date): Promise<string[]> {
  const head = await fetchBranch(repository, branch);
  const due: string[] = [];
  const environments = await writtenEnvironments(repository, head);
  const texts = await readFilesAt(repository, head, environments.map(releasePath));
  for (const [at, environment] of environments.entries()) {
    const temporary = readTemporary(environment, texts[at] ?? '');
    const isDue = temporary !== undefined && isExpired(temporary, now);
    say(
      `${environment}: ${temporary ? `temporary until ${temporary.until}${isDue ? ', over' : ''}` : 'not temporary'}`,
    );
    if (isDue) due.push(environment);
  }
  return due;
}

// One that is broken keeps no other from its return.
function readTemporary(environment: string, text: string): Temporary | undefined {
  try {
    return readBounds(text).temporary;
  } catch (thrown) {
    const error = asActionError(thrown);
    if (error.code !== 'release-file-invalid') throw thrown;
    warn(`${environment}: ${describeError(error)}`);
    return undefined;
  }
}
