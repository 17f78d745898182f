import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../scripts/failure.ts';
import { waitFor } from '../../scripts/local/wait.ts';

const SCRAPE_INTERVAL = '1s';

/** A real Prometheus on a free port, with a data folder of its own; both end with it. It has to be on PATH. */
export class Prometheus {
  readonly #process: ChildProcess;
  readonly #closed: Promise<unknown>;
  readonly #folder: string;
  #log = '';
  #address = '';

  /** @param target "host:port" that it scrapes */
  static async scraping(target: string): Promise<Prometheus> {
    const folder = await mkdtemp(join(tmpdir(), 'vad-prometheus-'));
    const config = {
      global: { scrape_interval: SCRAPE_INTERVAL, scrape_timeout: SCRAPE_INTERVAL },
      scrape_configs: [{ job_name: 'vad-service', static_configs: [{ targets: [target] }] }],
    };
    await writeFile(join(folder, 'prometheus.yaml'), JSON.stringify(config));
    const prometheus = new Prometheus(folder);
    try {
      await prometheus.#listens();
      return prometheus;
    } catch (error) {
      await prometheus[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(folder: string) {
    this.#folder = folder;
    const args = [
      `--config.file=${join(folder, 'prometheus.yaml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      '--web.listen-address=127.0.0.1:0',
    ];
    this.#process = spawn('prometheus', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#closed = once(this.#process, 'close');
    this.#process.stderr?.on('data', data => {
      this.#log += data;
    });
  }

  /** The value of a PromQL expression that gives one sample now; undefined if it gives none, or cannot be asked yet. */
  async query(expression: string): Promise<number | undefined> {
    const response = await fetch(`http://${this.#address}/api/v1/query?${new URLSearchParams({ query: expression })}`);
    if (response.status === 503) return undefined;
    const { status, data, error } = (await response.json()) as QueryAnswer;
    if (status !== 'success') throw new Error(`Prometheus did not answer ${expression}: ${error}`);
    return data.result.length === 1 ? Number(data.result[0]?.value[1]) : undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#closed;
    await rm(this.#folder, { recursive: true });
  }

  async #listens(): Promise<void> {
    const heard = async () => {
      const address = /msg="Listening on".* address=(\S+)\n/.exec(this.#log)?.[1];
      if (!address && this.#process.exitCode !== null) throw new Failure(`Prometheus ended by itself:\n${this.#log}`);
      return address;
    };
    this.#address = await waitFor('Prometheus to listen', heard, { timeoutMs: 30_000 });
  }
}

interface QueryAnswer {
  readonly status: string;
  readonly error?: string;
  readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] };
}
