import { join } from 'node:path';
import { $ } from 'zx';
import { Failure } from '../failure.ts';
import { toolDirectory } from '../tools/tools.ts';

const repository = join(import.meta.dirname, '..', '..');
/** As many client processes as a pod may serve. */
export const CONNECTIONS = 4;

export interface Load {
  readonly method: 'CreateSession' | 'Detect' | 'DetectStream';
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
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Loads the server at a port of this machine with ghz, pinned to a core. @throws Failure if a call did not end with OK */
export async function load(port: number, core: number, wanted: Load): Promise<LoadResult> {
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
  const run = await $({ quiet: true, nothrow: true })`taskset --cpu-list ${core} ${ghz} ${args} 127.0.0.1:${port}`;
  if (run.exitCode !== 0)
    throw new Failure(`ghz ended with ${run.exitCode}: ${(run.stderr || run.stdout).slice(-500)}`);
  return parseReport(JSON.parse(run.stdout), calls);
}

interface Report {
  /** Nanoseconds, as all times here. */
  readonly total: number;
  readonly statusCodeDistribution: Readonly<Record<string, number>>;
  readonly errorDistribution: Readonly<Record<string, number>>;
  readonly latencyDistribution: readonly { percentage: number; latency: number }[] | null;
}

/** What ghz's JSON says. @throws Failure if any of the calls did not end with OK */
export function parseReport(report: Report, calls: number): LoadResult {
  if (report.statusCodeDistribution.OK !== calls) {
    throw new Failure(`Of ${calls} calls not all ended with OK: ${JSON.stringify(report.statusCodeDistribution)}`, {
      cause: new Error(JSON.stringify(report.errorDistribution)),
    });
  }
  const percentile = (wanted: number) =>
    (report.latencyDistribution?.find(({ percentage }) => percentage === wanted)?.latency ?? Number.NaN) / 1e6;
  return { seconds: report.total / 1e9, p50Ms: percentile(50), p99Ms: percentile(99) };
}
