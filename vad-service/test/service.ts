import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { credentials } from '@grpc/grpc-js';
import { HealthClient } from '../../proto/gen/grpc/health/v1/health.ts';
import { VADServiceClient } from '../../proto/gen/vad.ts';

const DEADLINE_MS = 20_000;
const SOURCE = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** Environment of a service that keeps little garbage, and collects it when it is told to by SIGUSR2. */
export const COLLECTING = {
  NODE_OPTIONS: `--expose-gc --max-semi-space-size=2 --import=data:text/javascript,process.on('SIGUSR2',()=>gc())`,
};

interface LogLine {
  readonly message: string;
  readonly [field: string]: unknown;
}

/** The real service as a process of its own, and clients that end with it. */
export class Service {
  readonly process: ChildProcess;
  readonly exited: Promise<number | null>;
  readonly logged: LogLine[] = [];
  stderr = '';
  readonly #closers: (() => void)[] = [];
  #heard = Promise.withResolvers<void>();

  /** @param env added to an otherwise bare environment; free ports are taken unless it says others. */
  constructor(env: Record<string, string> = {}, args: readonly string[] = [SOURCE], cwd = process.cwd()) {
    const ours = { VAD_PORT: '0', VAD_METRICS_PORT: '0', VAD_HOST: '127.0.0.1', ...env };
    this.process = spawn(process.execPath, args, { env: ours, cwd });
    this.exited = once(this.process, 'close').then(([code]) => code as number | null);
    this.process.stderr?.on('data', data => {
      this.stderr += data;
    });
    createInterface(this.process.stdout as NodeJS.ReadableStream).on('line', line => this.#hear(line));
  }

  /** Resolves with the first line logged with this message. */
  async said(message: string): Promise<LogLine> {
    const late = AbortSignal.timeout(DEADLINE_MS);
    for (;;) {
      const line = this.logged.find(said => said.message === message);
      if (line) return line;
      await Promise.race([this.#heard.promise, this.exited, once(late, 'abort')]);
      const why = late.aborted ? `nothing of the kind in ${DEADLINE_MS} ms` : `exited ${this.process.exitCode}`;
      if (late.aborted || this.process.exitCode !== null)
        throw new Error(`"${message}" was not logged: ${why} ${this.stderr}`);
    }
  }

  async address(): Promise<string> {
    return `127.0.0.1:${(await this.said('listening'))['server.port']}`;
  }

  /** Where Prometheus would scrape it. */
  async metricsUrl(): Promise<string> {
    return `http://127.0.0.1:${(await this.said('listening'))['metrics.port']}/metrics`;
  }

  async vad(): Promise<VADServiceClient> {
    return this.#keep(new VADServiceClient(await this.address(), credentials.createInsecure()));
  }

  async health(): Promise<HealthClient> {
    return this.#keep(new HealthClient(await this.address(), credentials.createInsecure()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const close of this.#closers) close();
    this.process.kill('SIGKILL');
    await this.exited;
  }

  #keep<T extends { close(): void }>(client: T): T {
    this.#closers.push(() => client.close());
    return client;
  }

  #hear(line: string): void {
    this.logged.push(line.startsWith('{') ? JSON.parse(line) : { message: line });
    this.#heard.resolve();
    this.#heard = Promise.withResolvers();
  }
}
