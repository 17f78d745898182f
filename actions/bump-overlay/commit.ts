import { ActionError } from '../toolkit/errors.ts';
import { execute } from '../toolkit/exec.ts';
import { git, gitCommand, type Repository } from '../toolkit/git.ts';
import { shortDigest } from '../toolkit/image.ts';
import { releasePath, runTrailer } from '../toolkit/manifest-names.ts';
import { type PushOutcome, readPush } from '../toolkit/push-outcome.ts';
import type { Release } from '../toolkit/release-file.ts';

const bot = 'github-actions[bot]';
const botEmail = '41898282+github-actions[bot]@users.noreply.github.com';

/**
 * Commits the edited release file of a work tree; the commit's id. `run` marks it as one that its own run verifies:
 * leave it out where somebody merges it later, or the push of that merge would be passed over.
 */
export async function commitRelease(
  tree: Repository,
  environment: string,
  release: Release,
  run?: string,
): Promise<string> {
  const file = releasePath(environment);
  const identity = [`user.name=${bot}`, `user.email=${botEmail}`, 'commit.gpgsign=false', 'core.hooksPath=/dev/null'];
  const trailers = [`Source-Commit: ${release.sourceCommit}`, ...(run === undefined ? [] : [`${runTrailer}: ${run}`])];
  const message = [releaseTitle(environment, release), '', ...trailers].join('\n');
  const settings = identity.flatMap(pair => ['-c', pair]);
  await git(tree, ...settings, 'commit', '--quiet', '--message', message, '--', file);
  return git(tree, 'rev-parse', 'HEAD');
}

/** A release in one line, for a commit and a pull request. */
export function releaseTitle(environment: string, { digest }: Release): string {
  return `Release ${shortDigest(digest)} to ${environment}`;
}

/**
 * Pushes a work tree's commit onto a branch; it lands only on the head that it was made from. `replaces` (a commit, or
 * '' for no branch yet) instead puts it in the place of exactly that head.
 */
export async function pushCommit(
  tree: Repository,
  branch: string,
  replaces?: string,
): Promise<{ outcome: PushOutcome; said: string }> {
  const ref = `refs/heads/${branch}`;
  const lease = replaces === undefined ? [] : [`--force-with-lease=${ref}:${replaces}`];
  const args = ['-c', 'core.hooksPath=/dev/null', 'push', '--porcelain', ...lease, 'origin', `HEAD:${ref}`];
  const { code, stdout, stderr } = await execute(gitCommand(tree, args));
  const said = `${stdout}${stderr}`.trim();
  return { outcome: readPush(code, said), said };
}

/** The error of a push that no further try can save. */
export function pushError(outcome: 'denied' | 'failed', branch: string, said: string): ActionError {
  if (outcome === 'denied') return new ActionError('bump-denied', `Pushing to ${branch} is not permitted:\n${said}`);
  return new ActionError('command-failed', `Pushing to ${branch} failed:\n${said}`);
}
