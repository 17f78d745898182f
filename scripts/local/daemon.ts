import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { Failure } from '../failure.ts';
import { expectFree } from './ports.ts';
import { startTimeOf } from './processes.ts';
import { statePath } from './state.ts';
import { waitFor } from './wait.ts';

export interface DaemonSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** TCP ports that must be free before it starts. */
  readonly ports?: readonly number[];
  /** Whatever else makes the running process outdated when it changes, a configuration file's text, say. */
  readonly version?: string;
}

interface PidFile {
  readonly pid: number;
  readonly startTime: string;
  readonly spec: string;
}

/** Stands in the environment of every daemon and of whatever it starts, so that none escapes a removal. */
export const MARKER = 'VAD_GITOPS_DAEMON';

const pidFile = (name: string) => statePath('run', `${name}.json`);
export const logFile = (name: string): string => statePath('log', `${name}.log`);

/** Starts a daemon unless the very same one already runs; one with other arguments is replaced. */
export async function ensureDaemon(spec: DaemonSpec): Promise<'started' | 'kept'> {
  // The folder of a built tool tells its version.
  const hash = createHash('sha256')
    .update(JSON.stringify([spec, findCommand(spec.command)]))
    .digest('hex');
  const recorded = readPidFile(spec.name);
  if (recorded && isOurs(recorded)) {
    if (recorded.spec === hash) return 'kept';
    await stopDaemon(spec.name);
  }
  for (const port of spec.ports ?? []) await expectFree(spec.name, port);
  const pid = launch(spec);
  const startTime = startTimeOf(pid);
  if (!startTime) throw diedAtOnce(spec.name);
  writeFileSync(pidFile(spec.name), JSON.stringify({ pid, startTime, spec: hash } satisfies PidFile));
  return 'started';
}

function findCommand(command: string): string {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = folders.map(folder => resolve(folder, command)).find(existsSync);
  if (!found)
    throw new Failure(`${command} is not on PATH.`, {
      next: 'Run the same command again: it installs what is missing.',
    });
  return found;
}

function launch(spec: DaemonSpec): number {
  mkdirSync(statePath('run'), { recursive: true });
  mkdirSync(statePath('log'), { recursive: true });
  const log = openSync(logFile(spec.name), 'w');
  try {
    const child = spawn(spec.command, spec.args, {
      cwd: statePath(),
      env: { ...process.env, ...spec.env, [MARKER]: spec.name },
      detached: true,
      stdio: ['ignore', log, log],
    });
    child.on('error', () => {}); // a missing binary shows as no pid
    child.unref();
    if (child.pid === undefined) throw new Failure(`${spec.command} could not be started.`);
    return child.pid;
  } finally {
    closeSync(log);
  }
}

/** Waits until a daemon answers; fails at once, with the end of its log, when its process has ended. */
export async function untilReady(name: string, ready: () => Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  const check = async () => {
    if (!isRunning(name)) throw diedAtOnce(name);
    return await ready();
  };
  await waitFor(`${name} to answer`, check, { timeoutMs, log: logFile(name) });
}

/** Whether the process that we started under this name still runs. */
export function isRunning(name: string): boolean {
  const recorded = readPidFile(name);
  return recorded !== undefined && isOurs(recorded);
}

/** Names of all daemons that have a pid file. */
export function recordedDaemons(): string[] {
  try {
    return readdirSync(statePath('run')).map(file => file.replace(/\.json$/, ''));
  } catch {
    return [];
  }
}

/** Fails, with the end of its log, if a daemon that was started does not run any more. */
export function expectAllRunning(): void {
  for (const name of recordedDaemons()) if (!isRunning(name)) throw diedAtOnce(name);
}

/** Ends a daemon, by SIGKILL where SIGTERM has not done it within `graceMs`. */
export async function stopDaemon(name: string, graceMs = 5_000): Promise<void> {
  const recorded = readPidFile(name);
  if (recorded && isOurs(recorded)) {
    process.kill(recorded.pid, 'SIGTERM');
    const ended = async () => !isOurs(recorded);
    await waitFor('its end', ended, { timeoutMs: graceMs, intervalMs: 50 }).catch(() => {
      if (isOurs(recorded)) process.kill(recorded.pid, 'SIGKILL');
    });
    await waitFor(`the end of ${name}`, ended, { timeoutMs: 5_000, intervalMs: 50 });
  }
  rmSync(pidFile(name), { force: true });
}

function readPidFile(name: string): PidFile | undefined {
  try {
    return JSON.parse(readFileSync(pidFile(name), 'utf8')) as PidFile;
  } catch {
    return undefined; // none, or cut off half-written: nothing of ours to end by it
  }
}

function isOurs(recorded: PidFile): boolean {
  return startTimeOf(recorded.pid) === recorded.startTime;
}

function diedAtOnce(name: string): Failure {
  return new Failure(`${name} of the local cluster ended by itself.`, { log: logFile(name) });
}
