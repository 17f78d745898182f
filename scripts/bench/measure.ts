import { join } from 'node:path';
import { $ } from 'zx';
import type { Progress } from '../progress.ts';
import type { App } from './app.ts';
import { Cgroup } from './cgroup.ts';
import { type Load, type LoadResult, load } from './ghz.ts';
import { type MessageFiles, writeMessages } from './messages.ts';
import { Scrape } from './metrics.ts';
import { PeakMemory } from './peak-memory.ts';
import { Server } from './server.ts';

const MIB = 2 ** 20;
/** A pod's limits (kustomize/base). */
const POD_MEMORY_BYTES = 200 * MIB;
const POD_CPUS = 0.5;
const SESSIONS = 1000;
const IN_FLIGHT = 64;
const WARM_UP_CALLS = 20_000;
const START_TRIES = 5;

/** One core serves, the other loads. */
export interface Cores {
  readonly server: number;
  readonly load: number;
}

export interface LoadedPart {
  /** Frames a second. */
  readonly throughput: number;
  readonly cpuMicroseconds: number;
  /** How much of its core the server used, 0 to 1: near 1, or it was not the server that was measured. */
  readonly busy: number;
}

export interface Measured {
  /** The same server with empty handlers. */
  readonly echo: LoadedPart;
  /** A frame in a batch of 32, the model alone. */
  readonly batchMicroseconds: number;
  readonly unary: LoadedPart;
  readonly stream: LoadedPart;
  readonly halfLoad: LoadResult & { readonly rate: number };
  readonly peakWorkingSetBytes: number;
  readonly peakRssBytes: number;
  readonly oomKills: number;
  readonly meanBatch: number;
  readonly gcShare: number;
  readonly longestGcSeconds: number;
  readonly loopDelayP99Seconds: number;
  readonly startSeconds: number;
}

/** Measures the app against what bounds it, everything on the same two cores, one thing after the other. */
export class Measurement {
  readonly #app: App;
  readonly #cores: Cores;
  readonly #calls: number;
  readonly #progress: Progress;

  /** @param calls how many Detects each part makes. */
  constructor(app: App, cores: Cores, calls: number, progress: Progress) {
    this.#app = app;
    this.#cores = cores;
    this.#calls = calls;
    this.#progress = progress;
  }

  async run(folder: string): Promise<Measured> {
    const files = await writeMessages(folder, SESSIONS, IN_FLIGHT);
    const step = this.#progress.step.bind(this.#progress);
    const batchMicroseconds = await step('the model alone, in batches of 32', () => this.#rawModel());
    const echo = await step('gRPC alone, with empty handlers', () => this.#echo(files));
    const startSeconds = await step(`start to SERVING with ${POD_CPUS} cores`, () => this.#start());
    const served = await step('the service', () => this.#service(files));
    return { batchMicroseconds, echo, startSeconds, ...served };
  }

  async #rawModel(): Promise<number> {
    const { folder, node } = this.#app;
    const script = join(folder, 'raw-model.mjs');
    const run = await $({ quiet: true })`taskset --cpu-list ${this.#cores.server} ${node} ${script}`;
    return (JSON.parse(run.stdout) as { wallMicroseconds: number }).wallMicroseconds;
  }

  async #echo(files: MessageFiles): Promise<LoadedPart> {
    await using server = this.#server('echo.mjs');
    await server.serving();
    await this.#unary(server, files, WARM_UP_CALLS);
    return await this.#loaded(server, () => this.#unary(server, files, this.#calls), this.#calls);
  }

  /** The median of a few. */
  async #start(): Promise<number> {
    const taken: number[] = [];
    for (let i = 0; i < START_TRIES; i++) {
      await using cgroup = await this.#podCgroup(POD_CPUS);
      await using server = this.#server('main.mjs', cgroup);
      taken.push(await server.serving());
    }
    return taken.sort((a, b) => a - b)[Math.floor(START_TRIES / 2)] as number;
  }

  async #service(files: MessageFiles) {
    await using cgroup = await this.#podCgroup();
    await using server = this.#server('main.mjs', cgroup);
    await server.serving();
    using memory = new PeakMemory(cgroup);
    await this.#load(server, { method: 'CreateSession', messages: files.createSessions, calls: SESSIONS });
    await this.#load(server, { method: 'CreateSession', messages: files.createStreamSessions, calls: IN_FLIGHT });
    await this.#unary(server, files, WARM_UP_CALLS);
    const before = await this.#scrape(server);
    const unary = await this.#loaded(server, () => this.#unary(server, files, this.#calls), this.#calls);
    const during = (await this.#scrape(server)).since(before);
    const rate = unary.throughput / 2;
    const halfLoad = { rate, ...(await this.#unary(server, files, Math.round(this.#calls / 2), rate)) };
    const perStream = Math.round(this.#calls / IN_FLIGHT);
    const stream = await this.#loaded(server, () => this.#stream(server, files, perStream), perStream * IN_FLIGHT);
    const gcSeconds = during.total('nodejs_gc_duration_seconds_sum');
    return {
      unary,
      halfLoad,
      stream,
      peakWorkingSetBytes: memory.peakBytes,
      peakRssBytes: server.peakRssBytes(),
      oomKills: cgroup.oomKills(),
      meanBatch: during.mean('vad_batch_frames'),
      gcShare: gcSeconds / (this.#calls / unary.throughput),
      longestGcSeconds: during.quantile('nodejs_gc_duration_seconds', 1),
      loopDelayP99Seconds: during.quantile('vad_event_loop_delay_seconds', 0.99),
    };
  }

  #server(script: string, cgroup?: Cgroup): Server {
    const { folder, node } = this.#app;
    const env = { VAD_HOST: '127.0.0.1', VAD_PORT: '0', VAD_METRICS_PORT: '0', ORT_DISABLE_TELEMETRY: '1' };
    const argv = [...node, join(folder, script)];
    return new Server({ argv, env, core: this.#cores.server, ...(cgroup && { cgroup }) });
  }

  #podCgroup(cpus?: number): Promise<Cgroup> {
    const limits = { memoryBytes: POD_MEMORY_BYTES, ...(cpus !== undefined && { cpus }) };
    return Cgroup.create(`vad-gitops-bench-${process.pid}`, limits);
  }

  #unary(server: Server, { detects }: MessageFiles, calls: number, rate?: number): Promise<LoadResult> {
    return this.#load(server, { method: 'Detect', messages: detects, calls, ...(rate !== undefined && { rate }) });
  }

  #stream(server: Server, { stream }: MessageFiles, perStream: number): Promise<LoadResult> {
    return this.#load(server, { method: 'DetectStream', messages: stream, calls: IN_FLIGHT, perStream });
  }

  #load(server: Server, wanted: Omit<Load, 'inFlight'>): Promise<LoadResult> {
    const target = { address: `127.0.0.1:${server.said('server.port')}`, core: this.#cores.load };
    return load(target, { inFlight: IN_FLIGHT, ...wanted });
  }

  #scrape(server: Server): Promise<Scrape> {
    return Scrape.of(server.said('metrics.port'));
  }

  async #loaded(server: Server, work: () => Promise<LoadResult>, frames: number): Promise<LoadedPart> {
    const before = server.cpuMicroseconds();
    const { seconds } = await work();
    const cpu = server.cpuMicroseconds() - before;
    return { throughput: frames / seconds, cpuMicroseconds: cpu / frames, busy: cpu / (seconds * 1e6) };
  }
}
