import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { ActionError } from './errors.ts';

// The one seam for processes. Node's own spawn, since @actions/exec takes no AbortSignal and hands out no child to end.

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string | undefined;
  /** Added to the process's own environment; `undefined` removes a name. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly input?: string | Buffer | undefined;
  readonly signal?: AbortSignal | undefined;
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

/** Runs a command to its end. Throws only where it cannot start or `signal` aborts; an exit code is a result. */
export async function execute(command: Command): Promise<Outcome> {
  command.signal?.throwIfAborted();
  const child = launch(command);
  const stdout: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
  const errors = collectErrors(child, command.onLine);
  // A command that fails early closes its stdin; its exit code tells more than EPIPE.
  child.stdin?.on('error', () => {});
  child.stdin?.end(command.input);
  const code = await exitCode(child, command);
  command.signal?.throwIfAborted();
  return { code, stdout: Buffer.concat(stdout), stderr: errors() };
}

/** Runs a command that must succeed, and gives its stdout. Throws `command-failed`, quoting command, code and stderr. */
export async function succeed(command: Command): Promise<string> {
  return (await succeedRaw(command)).toString('utf8');
}

/** As `succeed`, for output that is not text. */
export async function succeedRaw(command: Command): Promise<Buffer> {
  const outcome = await execute(command);
  if (outcome.code !== 0) throw commandFailed(command, outcome);
  return outcome.stdout;
}

/** Starts a process that goes on; `stop` ends it, as does the command's signal. */
export function start(command: Command): Running {
  const child = launch(command);
  const errors = collectErrors(child, command.onLine);
  // A missing program shows as an ended line stream with an empty errors().
  child.on('error', () => child.stdout?.destroy());
  const lines = child.stdout ? createInterface({ input: child.stdout }) : [];
  child.stdin?.end();
  return { lines: lines as AsyncIterable<string>, errors, stop: () => void child.kill('SIGTERM') };
}

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
  return path.split(delimiter).some(folder => {
    try {
      accessSync(join(folder, file), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function launch(command: Command): ChildProcess {
  const { cwd, signal } = command;
  return spawn(command.file, command.args, {
    ...(cwd === undefined ? {} : { cwd }),
    ...(signal === undefined ? {} : { signal }),
    env: childEnvironment(command.env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

// A step's inputs may be secrets; no child needs them.
function childEnvironment(added: Command['env']): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('INPUT_'));
  return { ...Object.fromEntries(own), ...added };
}

function collectErrors(child: ChildProcess, onLine?: (line: string) => void): () => string {
  const chunks: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  if (child.stderr && onLine) createInterface({ input: child.stderr }).on('line', onLine);
  return () => Buffer.concat(chunks).toString('utf8');
}

function exitCode(child: ChildProcess, command: Command): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (error.name === 'AbortError') reject(command.signal?.reason ?? error);
      else if (error.code === 'ENOENT') reject(new ActionError('tool-missing', `${command.file} is not on PATH.`));
      else reject(error);
    });
    child.once('close', code => resolve(code ?? 128));
  });
}
