import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { createInterface } from 'node:readline';
import { exec } from '@actions/exec';
import { ActionError } from './errors.ts';

// The one seam for processes. @actions/exec runs what ends by itself. It hands out no child, so what goes on until it is
// stopped (a port-forward) is spawned here.

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string | undefined;
  /** Added to the process's own environment; `undefined` removes a name. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What it reads; nothing by default. Only `execute` and `succeed` hand it over. */
  readonly stdin?: string | undefined;
  /** Called with each line of stderr as it comes. */
  readonly onLine?: ((line: string) => void) | undefined;
}

export interface Outcome {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** A process that goes on until it is stopped. */
export interface Running {
  readonly lines: AsyncIterable<string>;
  /** What stderr held so far. */
  errors(): string;
  stop(): void;
}

/**
 * Runs a command to its end. Throws only where it cannot start or `signal` aborts; an exit code is
 * a result. A command that runs when `signal` aborts is not waited for: the runner ends what a cancelled job has left.
 */
export async function execute(command: Command): Promise<Outcome> {
  const { file, args, cwd, signal, stdin, onLine } = command;
  signal?.throwIfAborted();
  if (!isOnPath(file)) throw new ActionError('tool-missing', `${file} is not on PATH.`);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  const ended = exec(`"${file}"`, [...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env: childEnvironment(command.env),
    silent: true,
    ...(stdin === undefined ? {} : { input: Buffer.from(stdin) }),
    ignoreReturnCode: true,
    listeners: {
      stdout: chunk => void stdout.push(chunk),
      stderr: chunk => void stderr.push(chunk),
      ...(onLine ? { errline: onLine } : {}),
    },
  });
  const code = await unlessAborted(ended, signal);
  return { code: code ?? 128, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') };
}

/** Runs a command that must succeed, and gives its stdout. Throws `command-failed`, quoting command, code and stderr. */
export async function succeed(command: Command): Promise<string> {
  const outcome = await execute(command);
  if (outcome.code !== 0) throw commandFailed(command, outcome);
  return outcome.stdout.toString('utf8');
}

/** Starts a process that goes on; `stop` ends it, as does the command's signal. */
export function start(command: Command): Running {
  const child = launch(command);
  const errors = collectErrors(child, command.onLine);
  const lines = child.stdout ? createInterface({ input: child.stdout }) : undefined;
  // A missing program shows as an ended line stream with an empty errors(). So does an abort: a stream that is destroyed has no
  // end, and whoever reads its lines would wait for ever.
  child.on('error', () => {
    child.stdout?.destroy();
    lines?.close();
  });
  return { lines: lines ?? noLines(), errors, stop: () => void child.kill('SIGTERM') };
}

async function* noLines(): AsyncGenerator<string> {}

/** The error of a command that ended with a code other than 0. */
export function commandFailed(command: Command, outcome: Outcome): ActionError {
  const said = tail(outcome.stderr, 20) || '(nothing on stderr)';
  return new ActionError('command-failed', `${quote(command)} ended with exit code ${outcome.code}:\n${said}`);
}

/** The command as a person would type it. */
export function quote(command: Pick<Command, 'file' | 'args'>): string {
  return [command.file, ...command.args].map(word => (/^[\w@%+=:,./{}-]+$/.test(word) ? word : `'${word}'`)).join(' ');
}

/** The last `count` lines of a text that are not empty. */
export function tail(text: string, count: number): string {
  const lines = text.split(/\r?\n/).filter(line => line.trim() !== '');
  return lines.slice(-count).join('\n');
}

/** Whether a program is on PATH. */
export function isOnPath(file: string, path = process.env.PATH ?? ''): boolean {
  return (isAbsolute(file) ? '/' : path).split(delimiter).some(folder => {
    try {
      accessSync(join(folder, file), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function launch({ file, args, cwd, env, signal }: Command): ChildProcess {
  return spawn(file, args, {
    ...(cwd === undefined ? {} : { cwd }),
    ...(signal === undefined ? {} : { signal }),
    env: childEnvironment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

// A step's inputs may be secrets; no child needs them.
function childEnvironment(added: Command['env']): Record<string, string> {
  const all = Object.entries({ ...process.env, ...added });
  const given = all.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(given.filter(([name]) => !name.startsWith('INPUT_')));
}

function collectErrors(child: ChildProcess, onLine?: (line: string) => void): () => string {
  const chunks: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  if (child.stderr && onLine) createInterface({ input: child.stderr }).on('line', onLine);
  return () => Buffer.concat(chunks).toString('utf8');
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return await work;
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
