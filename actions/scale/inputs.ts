import { InputReader, isBranch, isEnvironment, mask } from '../toolkit/input.ts';
import { readServer, type Server } from '../toolkit/server.ts';
import type { Wanted } from './decide.ts';

export interface ScaleInputs {
  readonly branch: string;
  /** Pushes before it gives up, each on a new head. */
  readonly maxAttempts: number;
  /** '' pushes with the checkout's own credentials. */
  readonly token: string;
  readonly server: Server;
  /** The workflow run's id, for the commit's trailer. */
  readonly run: string;
  /** Who asked for it, for the commit's trailer. */
  readonly actor: string;
  readonly signal: AbortSignal;
  readonly task: Task;
}

/** Sets bounds, puts old ones back, or lists the environments where that is due. */
export type Task =
  | { readonly mode: 'set'; readonly wanted: Wanted }
  | { readonly mode: 'restore'; readonly environment: string }
  | { readonly mode: 'due' };

const longestReason = 500;
const [shortestMs, longestMs] = [5 * 60_000, 90 * 24 * 3_600_000];
const mostReplicas = 10_000;

/** Reads and checks the step's inputs; throws `input-invalid` with every fault. */
export function readInputs(
  signal: AbortSignal,
  read = new InputReader(),
  env: NodeJS.ProcessEnv = process.env,
  now = new Date(),
): ScaleInputs {
  const inputs = {
    branch: read.matching('branch', isBranch, 'a branch', 'main'),
    maxAttempts: read.count('max-attempts', 10, 100),
    token: read.optional('token'),
    server: readServer(env),
    run: env.GITHUB_RUN_ID ?? 'local',
    actor: actorOf(env),
    signal,
    task: readTask(read, now),
  };
  mask(inputs.token);
  read.done();
  return inputs;
}

function readTask(read: InputReader, now: Date): Task {
  const mode = read.oneOf('mode', ['set', 'restore', 'due']);
  if (mode === 'due') return { mode };
  const environment = read.matching('environment', isEnvironment, 'the name of an overlay');
  if (mode === 'restore') return { mode, environment };
  const bounds = {
    ...count(read, 'min', 'min', mostReplicas),
    ...count(read, 'max', 'max', mostReplicas),
    ...count(read, 'cpu-target', 'cpuTarget', 100),
  };
  if (Object.keys(bounds).length === 0) read.fault('min', 'or max or cpu-target is required');
  return { mode, wanted: { environment, bounds, until: readUntil(read, now), reason: readReason(read, environment) } };
}

function count<T extends string>(read: InputReader, name: string, key: T, most: number): { [key in T]?: number } {
  return read.optional(name) === '' ? {} : ({ [key]: read.count(name, 1, most) } as { [key in T]?: number });
}

function readUntil(read: InputReader, now: Date): string | undefined {
  if (read.optional('expires-in') === '') return undefined;
  const ms = read.duration('expires-in', '');
  if (ms > 0 && (ms < shortestMs || ms > longestMs)) read.fault('expires-in', 'must be from 5m to 90d');
  return `${new Date(now.getTime() + Math.min(ms, longestMs)).toISOString().slice(0, 19)}Z`;
}

function readReason(read: InputReader, environment: string): string {
  const reason = plainLine(read.optional('reason'));
  if (reason.length > longestReason) read.fault('reason', `must be of at most ${longestReason} characters`);
  if (reason === '' && environment === 'production') read.fault('reason', 'is required for production');
  return reason || 'no reason was given';
}

/** A text as one line without what only steers a terminal or an editor. It is kept in Git, so nothing else of it changes. */
export function plainLine(text: string): string {
  return text
    .replaceAll(/[\s\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\uFFFE\uFFFF]/gu, '')
    .trim();
}

// A run on schedule names as its actor whoever touched the workflow last.
function actorOf({ GITHUB_EVENT_NAME, GITHUB_ACTOR = '' }: NodeJS.ProcessEnv): string {
  if (GITHUB_EVENT_NAME === 'schedule') return 'schedule';
  return /^[\w.-]+(\[bot\])?$/.test(GITHUB_ACTOR) ? GITHUB_ACTOR : 'unknown';
}
