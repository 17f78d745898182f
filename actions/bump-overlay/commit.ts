import { ActionError } from '../toolkit/errors.ts';
import { execute } from '../toolkit/exec.ts';
import { git, gitCommand, type Repository } from '../toolkit/git.ts';
import { shortDigest } from '../toolkit/image.ts';
import { releasePath, runTrailer } from '../toolkit/manifest-names.ts';
import { type PushOutcome, readPush } from '../toolkit/push-outcome.ts';
import type { Release } from '../toolkit/release-file.ts';

const bot = 'github-actions[bot]';
const botEmail = '41898282+github-actions[bot]@users.noreply.github.com';

/** Commits the edited release file of a work tree; the commit's id. */
export async function commitRelease(
  tree: Repository,
  environment: string,
  release: Release,
  run: string,
): Promise<string> {
  const file = releasePath(environment);
  const identity = [`user.name=${bot}`, `user.email=${botEmail}`, 'commit.gpgsign=false', 'core.hooksPath=/dev/null'];
  const message = [
    `Release ${shortDigest(release.digest)} to ${environment}`,
    '',
    `Source-Commit: ${release.sourceCommit}`,
    `${runTrailer}: ${run}`,
  ].join('\n');
  const settings = identity.flatMap(pair => ['-c', pair]);
  await git(tree, ...settings, 'commit', '--quiet', '--message', message, '--', file);
  return git(tree, 'rev-parse', 'HEAD');
}

/** Pushes a work tree's commit onto a branch; without force, so it lands only on the head that it was made from. */
export async function pushCommit(tree: Repository, branch: string): Promise<{ outcome: PushOutcome; said: string }> {
  const args = ['-c', 'core.hooksPath=/dev/null', 'push', '--porcelain', 'origin', `HEAD:refs/heads/${branch}`];
  const { code, stdout, stderr } = await execute(gitCommand(tree, args));
  const said = `${stdout}${stderr}`.trim();
  return { outcome: readPush(code, said), said };
}

/** The error of a push that no further try can save. */
export function pushError(outcome: 'denied' | 'failed', branch: string, said: string): ActionError {
  if (outcome === 'denied') return new ActionError('bump-denied', `Pushing to ${branch} is not permitted:\n${said}`);
  return new ActionError('command-failed', `Pushing to ${branch} failed:\n${said}`);
}
