import { ActionError } from '../toolkit/errors.ts';
import type { Repository } from '../toolkit/git/git.ts';
import { readFileAt } from '../toolkit/git/read-file.ts';
import { releasePath } from '../toolkit/manifest-names.ts';
import { type Release, readRelease } from '../toolkit/release-file.ts';
import type { Asked } from './inputs.ts';

/**
 * What is asked for, in full. Another environment's release is read at the checkout's commit, since that is the one which
 * was proved; by now the branch may hold a newer one. Throws `input-invalid` where it has another digest.
 */
export async function completeRelease(repository: Repository, asked: Asked): Promise<Release> {
  if (!('from' in asked)) return asked;
  const { from, digest } = asked;
  const text = await readFileAt(repository, 'HEAD', releasePath(from));
  const release = text === undefined ? undefined : readRelease(text);
  if (release?.digest === digest) return release;
  const recorded = release?.digest ?? 'nothing';
  throw new ActionError(
    'input-invalid',
    `At the checkout's commit ${from} records ${recorded}, not the digest ${digest}.`,
  );
}
