import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Failure } from '../failure.ts';
import type { Cgroup } from './cgroup.ts';

const BOOT_MS = 60_000;
/** Linux counts CPU time in hundredths of a second, whatever the kernel's own tick. */
const TICK_MICROSECONDS = 10_000;

export interface Command {
  /** node and its flags, then the script. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The one core that it may use. */
  readonly core: number;
  readonly cgroup?: Cgroup;
}

/** A server of ours as a process of its own, pinned to a core, in a cgroup where one is given. */
export class Server {
  readonly #process: ChildProcess;
  readonly #startedAt = performance.now();
  readonly #exited: Promise<unknown>;
  #said: Record<string, unknown>[] = [];
  #heard = Promise.withResolvers<void>();
  #stderr = '';

  constructor({ argv, env, core, cgroup }: Command) {
    // The shell enters the cgroup, then becomes the server: every byte of it counts.
    const enter = 'for file in $CGROUP_FILES; do echo $$ > "$file" || exit 1; done; exec "$@"';
    const files = cgroup?.processFiles.join(' ') ?? '';
    this.#process = spawn('sh', ['-c', enter, 'sh', 'taskset', '--cpu-list', String(core), ...argv], {
      env: { PATH: process.env.PATH, CGROUP_FILES: files, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#exited = once(this.#process, 'close').then(() => this.#heard.resolve());
    this.#process.stderr?.on('data', data => {
      this.#stderr += data;
    });
    createInterface(this.#process.stdout as NodeJS.ReadableStream).on('line', line => this.#hear(line));
  }

  /** Resolves once it has logged that it serves. @returns seconds since it was started */
  async serving(): Promise<number> {
    const late = AbortSignal.timeout(BOOT_MS);
    while (!this.#said.some(line => line.message === 'serving')) {
      await Promise.race([this.#heard.promise, once(late, 'abort')]);
      if (late.aborted || this.#process.exitCode !== null || this.#process.signalCode !== null) {
        throw new Failure(`A server of the benchmark did not come up: ${this.#stderr || 'it said nothing'}.`);
      }
    }
    return (performance.now() - this.#startedAt) / 1000;
  }

  /** A field of the line with which it said that it listens. */
  said(field: string): number {
    return Number(this.#said.find(line => line.message === 'listening')?.[field]);
  }

  /** CPU time so far, user and system. */
  cpuMicroseconds(): number {
    // The second field is the command in brackets, which may hold spaces.
    const fields = readFileSync(`/proc/${this.#process.pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MICROSECONDS;
  }

  /** The most memory that was ever resident, pages that it shares with others included. */
  peakRssBytes(): number {
    const status = readFileSync(`/proc/${this.#process.pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#exited;
  }

  #hear(line: string): void {
    if (line.startsWith('{')) this.#said.push(JSON.parse(line));
    this.#heard.resolve();
    this.#heard = Promise.withResolvers();
  }
}
