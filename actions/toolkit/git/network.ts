import { ActionError } from '../errors.ts';
import { type Command, commandFailed, execute, type Outcome, tail } from '../exec.ts';
import { oneLine } from '../one-line.ts';
import { backoffMs, formatDuration, sleep } from '../poll.ts';
import { say } from '../report.ts';
import { gitCommand, type Repository, remote } from './git.ts';
import { isTransientFailure } from './transient.ts';

/** What `git fetch` gets beside what every fetch gets. */
export interface FetchRequest {
  /** Each `name=value`. */
  readonly settings?: readonly string[];
  readonly options?: readonly string[];
  readonly refspecs?: readonly string[];
  readonly stdin?: string;
}

/** Tries after the first one that failed without an answer, for a fetch and for a push alike. */
export const maxRetries = 3;

/** Returns the wait before a retry, from 1, after a transient failure. */
export function retryWaitMs(retry: number): number {
  return backoffMs(retry, { firstMs: 1_500, factor: 3, capMs: 15_000 });
}

const noSignal = new AbortController().signal;

/** Fetches from origin; a refusal is a result. Throws `git-unavailable` after the last transient failure. */
export function fetchFromOrigin(repository: Repository, request: FetchRequest): Promise<Outcome> {
  return retried(fetchCommand(repository, request));
}

/** Fetches from origin. Throws `command-failed` when it is refused, `git-unavailable` after the last transient failure. */
export async function fetchOrThrow(repository: Repository, request: FetchRequest): Promise<void> {
  const command = fetchCommand(repository, request);
  const outcome = await retried(command);
  if (outcome.code !== 0) throw commandFailed(command, outcome);
}

/** Returns the names of origin's refs that patterns select. Throws as `fetchOrThrow` does. */
export async function listRemote(repository: Repository, ...patterns: readonly string[]): Promise<string[]> {
  const command = gitCommand(repository, ['ls-remote', remote, ...patterns]);
  const outcome = await retried(command);
  if (outcome.code !== 0) throw commandFailed(command, outcome);
  return outcome.stdout
    .toString('utf8')
    .split('\n')
    .flatMap(line => line.split('\t')[1] ?? []);
}

function fetchCommand(repository: Repository, request: FetchRequest): Command {
  const { settings = [], options = [], refspecs = [], stdin } = request;
  // A repository of a runner may have hooks, which a fetch runs as well.
  const pairs = ['core.hooksPath=/dev/null', ...settings].flatMap(pair => ['-c', pair]);
  const args = [...pairs, 'fetch', '--no-tags', '--quiet', '--no-recurse-submodules', ...options, remote, ...refspecs];
  return { ...gitCommand(repository, args), stdin };
}

async function retried(command: Command): Promise<Outcome> {
  const [subject = ''] = command.args.filter(word => /^(fetch|ls-remote)$/.test(word));
  for (let retry = 1; ; retry++) {
    const outcome = await execute(command);
    if (outcome.code === 0 || !isTransientFailure(outcome.stderr)) return outcome;
    if (retry > maxRetries) throw unavailable(`git ${subject}`, outcome.stderr);
    const wait = retryWaitMs(retry);
    say(
      `git ${subject} failed (${lastLine(outcome.stderr)}); retry ${retry} of ${maxRetries} in ${formatDuration(wait)}`,
    );
    await sleep(wait, command.signal ?? noSignal);
  }
}

/** Returns the error of a command that got no answer, nor did its retries. */
export function unavailable(what: string, stderr: string): ActionError {
  const detail = tail(stderr, 20) || '(nothing on stderr)';
  return new ActionError('git-unavailable', `${what} failed ${maxRetries + 1} times. The last:\n${detail}`);
}

/** Returns what says most about a failure of Git in one line. */
export function lastLine(stderr: string): string {
  const lines = stderr.split('\n').filter(line => line.trim() !== '');
  const telling =
    lines.find(line => isTransientFailure(line)) ?? lines.find(line => /^(fatal|remote):/.test(line)) ?? lines.at(-1);
  return oneLine(telling ?? 'no message', 300);
}
