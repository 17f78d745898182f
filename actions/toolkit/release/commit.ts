import { dirname } from 'node:path';
import { ActionError } from '../errors.ts';
import { execute } from '../exec.ts';
import { git, gitCommand, gitOn, type Repository } from '../git.ts';
import { shortDigest } from '../image.ts';
import { releasePath, runTrailer, sourceTrailer } from '../manifest-names.ts';
import { type PushOutcome, readPush } from '../push-outcome.ts';
import type { Release } from '../release-file.ts';

const bot = 'github-actions[bot]';
const botEmail = '41898282+github-actions[bot]@users.noreply.github.com';

/**
 * Commits the edited release file of a work tree; the commit's id. `run` marks it as one that its own run verifies:
 * leave it out where somebody merges it later, or the push of that merge would be passed over.
 */
export function commitRelease(tree: Repository, environment: string, release: Release, run?: string): Promise<string> {
  const trailers = [`${sourceTrailer}: ${release.sourceCommit}`];
  return commitFolder(tree, environment, { title: releaseTitle(environment, release), body: '', trailers, run });
}

/** A commit's message; `body` is free text, '' for none. */
export interface Message {
  readonly title: string;
  readonly body: string;
  /** Each `Name: value`. */
  readonly trailers: readonly string[];
  /** The run that verifies the commit itself. */
  readonly run: string | undefined;
}

/** Commits all that changed in an environment's release folder, new and deleted files too; the commit's id. */
export async function commitFolder(tree: Repository, environment: string, message: Message): Promise<string> {
  await git(tree, 'add', '--all', '--', dirname(releasePath(environment)));
  return commitStaged(tree, message);
}

/** Commits what a work tree's index holds; the commit's id. */
export async function commitStaged(tree: Repository, message: Message): Promise<string> {
  const identity = [`user.name=${bot}`, `user.email=${botEmail}`, 'commit.gpgsign=false', 'core.hooksPath=/dev/null'];
  const settings = identity.flatMap(pair => ['-c', pair]);
  await gitOn(tree, format(message), ...settings, 'commit', '--quiet', '--cleanup=verbatim', '--file=-');
  return git(tree, 'rev-parse', 'HEAD');
}

// A free text might look like a trailer of ours: indented, it is none.
function format({ title, body, trailers, run }: Message): string {
  const text = body.trim() === '' ? [] : [body.trim().replaceAll(/^/gm, '    ')];
  const last = [...trailers, ...(run === undefined ? [] : [`${runTrailer}: ${run}`])].join('\n');
  return `${[title, ...text, last].filter(part => part !== '').join('\n\n')}\n`;
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
