import { join } from 'node:path';
import { $ } from 'zx';
import { Failure } from '../failure.ts';
import { toolDirectory } from '../tools/tools.ts';

const repository = join(import.meta.dirname, '..', '..');
/** As many client processes as a pod may serve. */
export const CONNECTIONS = 4;

/** Where the server is, as HOST:PORT. */
export interface Target {
  readonly address: string;
  /** The core that ghz may use; any if undefined. */
  readonly core?: number;
}

export interface Load {
  readonly method: 'CreateSession' | 'Detect' | 'DetectStream' | 'DestroySession';
  /** A JSON file: an array of messages, taken in turn; on a stream, all of them again and again. */
  readonly messages: string;
  readonly calls: number;
  readonly inFlight: number;
  /** Calls a second; as fast as it goes if undefined. */
  readonly rate?: number;
  /** Messages a call, on a stream. */
  readonly perStream?: number;
}

export interface LoadResult {
  readonly seconds: number;
  /** Of the calls that ended with OK. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface LoadOutcome extends LoadResult {
  /** gRPC status → calls that ended with it. */
  readonly statuses: Readonly<Record<string, number>>;
  /** What the others than OK said → how often. */
  readonly errors: Readonly<Record<string, number>>;
}

/** Loads a server with ghz. @throws Failure if a call did not end with OK */
export async function load(target: Target, wanted: Load): Promise<LoadResult> {
  return expectOk(await tryLoad(target, wanted));
}

/** @throws Failure if a call did not end with OK */
export function expectOk({ statuses, errors, ...result }: LoadOutcome): LoadResult {
  if (Object.keys(statuses).every(status => status === 'OK')) return result;
  throw new Failure(`Not all calls ended with OK: ${JSON.stringify(statuses)}`, {
    cause: new Error(mostFrequent(errors)),
  });
}

function mostFrequent(errors: LoadOutcome['errors']): string {
  const sorted = Object.entries(errors).sort(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, 3).map(([said, calls]) => `${calls} × ${said}`);
  return [...shown, ...(sorted.length > 3 ? [`and ${sorted.length - 3} more kinds`] : [])].join('; ');
}

/** Loads a server with ghz, however the calls end. */
export async function tryLoad({ address, core }: Target, wanted: Load): Promise<LoadOutcome> {
  const { method, messages, calls, inFlight, rate, perStream } = wanted;
  const args = ['--insecure', '--proto', join(repository, 'proto/vad.proto'), '--call', `vad.VADService/${method}`];
  args.push('--data-file', messages, '--total', String(calls), '--concurrency', String(inFlight));
  args.push('--connections', String(CONNECTIONS), '--cpus', '1', '--timeout', '120s', '--format', 'json');
  // With them ghz needs three times the CPU a call, and would be what is measured. A stream's sessions are named by data.
  args.push('--disable-template-functions');
  if (perStream === undefined) args.push('--disable-template-data');
  if (rate !== undefined) args.push('--rps', String(Math.round(rate)));
  if (perStream !== undefined) args.push('--stream-call-count', String(perStream));
  const ghz = join(toolDirectory('ghz'), 'ghz');
  const pinned = core === undefined ? [] : ['taskset', '--cpu-list', String(core)];
  const run = await $({ quiet: true, nothrow: true })`${[...pinned, ghz, ...args, address]}`;
  if (run.exitCode !== 0)
    throw new Failure(`ghz ended with ${run.exitCode}: ${(run.stderr || run.stdout).slice(-500)}`);
  return parseReport(JSON.parse(run.stdout));
}

interface Report {
  /** Nanoseconds, as all times here. */
  readonly total: number;
  readonly statusCodeDistribution: Readonly<Record<string, number>>;
  readonly errorDistribution: Readonly<Record<string, number>>;
  readonly latencyDistribution: readonly { percentage: number; latency: number }[] | null;
}

/** What ghz's JSON says. */
export function parseReport(report: Report): LoadOutcome {
  const percentile = (wanted: number) =>
    (report.latencyDistribution?.find(({ percentage }) => percentage === wanted)?.latency ?? Number.NaN) / 1e6;
  return {
    seconds: report.total / 1e9,
    p50Ms: percentile(50),
    p99Ms: percentile(99),
    statuses: report.statusCodeDistribution,
    errors: report.errorDistribution,
  };
}
