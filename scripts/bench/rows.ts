import type { LoadedPart, Measured } from './measure.ts';

/** One figure beside its bound. */
export interface Row {
  readonly figure: string;
  readonly measured: string;
  readonly bar: string;
  readonly met: boolean;
}

const MIB = 2 ** 20;

/** Compressed bytes of the image, as a registry holds them. */
export interface ImageSize {
  /** What it adds to its base. */
  readonly own: number;
  /** Where a base is on this machine. */
  readonly base: number | undefined;
}

/** The figures that have a bar. */
export function rows(measured: Measured, image: ImageSize): Row[] {
  const { echo, batchMicroseconds, unary, stream, halfLoad } = measured;
  const ceiling = 1e6 / (1e6 / echo.throughput + batchMicroseconds);
  const row = (figure: string, value: string, bar: string, met: boolean): Row => ({
    figure,
    measured: value,
    bar,
    met,
  });
  const share = unary.throughput / ceiling;
  const gain = stream.throughput / unary.throughput;
  const peak = measured.peakWorkingSetBytes;
  return [
    row(
      'Detect, 64 in flight',
      `${share.toFixed(2)} of the ceiling (${whole(unary.throughput)}/s of ${whole(ceiling)}/s)`,
      '≥ 0.90',
      share >= 0.9,
    ),
    row(
      'DetectStream, 64 streams',
      `${gain.toFixed(2)} × Detect (${whole(stream.throughput)}/s)`,
      '≥ 1.5 ×',
      gain >= 1.5,
    ),
    row(
      'latency at half load, p99',
      `${halfLoad.p99Ms.toFixed(1)} ms (p50 ${halfLoad.p50Ms.toFixed(1)} ms at ${whole(halfLoad.rate)}/s)`,
      '≤ 10 ms',
      halfLoad.p99Ms <= 10,
    ),
    row(
      'memory, 1,000 sessions under full load',
      `${(peak / MIB).toFixed(0)} MiB working set at its peak (RSS ${(measured.peakRssBytes / MIB).toFixed(0)} MiB), ${measured.oomKills} OOM kills`,
      '≤ 150 MiB',
      peak <= 150 * MIB && measured.oomKills === 0,
    ),
    row(
      'image, compressed',
      imageText(image),
      '≤ 25 MB ours, ≤ 110 MB in all',
      image.own <= 25e6 && image.own + (image.base ?? 0) <= 110e6,
    ),
    row(
      'start to SERVING, 0.5 cores',
      `${measured.startSeconds.toFixed(2)} s`,
      '≤ 1.5 s',
      measured.startSeconds <= 1.5,
    ),
  ];
}

function imageText({ own, base }: ImageSize): string {
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  if (base === undefined) return `${megabytes(own)} ours; no base image is on this machine, \`npm run up\` makes one`;
  return `${megabytes(own)} ours, ${megabytes(own + base)} in all with the local stand-in for the base`;
}

/** What explains the figures. */
export function background(measured: Measured): string[] {
  const { echo, batchMicroseconds, unary, stream } = measured;
  const percent = (part: number) => `${(part * 100).toFixed(0)} %`;
  const micros = (part: LoadedPart) => `${part.cpuMicroseconds.toFixed(1)} µs`;
  const leastCpu = echo.cpuMicroseconds + batchMicroseconds;
  return [
    `ceiling: 1 / (1 / ${whole(echo.throughput)} empty calls a second + ${batchMicroseconds.toFixed(1)} µs a frame in batches of 32)`,
    `CPU a frame: Detect ${micros(unary)}, where an empty call and the model need ${leastCpu.toFixed(1)} µs (${(leastCpu / unary.cpuMicroseconds).toFixed(2)}); DetectStream ${micros(stream)}`,
    `the server's core was busy: empty calls ${percent(echo.busy)}, Detect ${percent(unary.busy)}, DetectStream ${percent(stream.busy)}`,
    `batches of ${measured.meanBatch.toFixed(1)} frames on average; garbage collection ${percent(measured.gcShare)} of the time, none longer than ${whole(measured.longestGcSeconds * 1000)} ms; event loop at most ${whole(measured.loopDelayP99Seconds * 1000)} ms late (p99)`,
  ];
}

const whole = (value: number) => Math.round(value).toLocaleString('en-US');
