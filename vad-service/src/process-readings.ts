import { readdir } from 'node:fs/promises';

/** A number that is looked up when somebody asks for it. */
export interface Reading {
  readonly name: string;
  readonly help: string;
  /** A counter only grows. */
  readonly kind: 'counter' | 'gauge';
  readonly read: () => number | Promise<number>;
}

const gauge = (name: string, help: string, read: Reading['read']): Reading => ({ name, help, kind: 'gauge', read });

const STARTED_AT_SECONDS = Math.round(Date.now() / 1000 - process.uptime());

const OPEN_FILES = gauge(
  'process_open_fds',
  'Open file descriptors.',
  async () => (await readdir('/proc/self/fd')).length - 1, // one of them is this very look
);

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** What Prometheus expects of any process, by its customary names, and Node's heap. */
export const PROCESS_READINGS: readonly Reading[] = [
  { name: 'process_cpu_seconds_total', help: 'CPU time, user and system.', kind: 'counter', read: cpuSeconds },
  gauge('process_resident_memory_bytes', 'Memory that is really in RAM.', () => process.memoryUsage.rss()),
  gauge('process_start_time_seconds', 'When the process started, in Unix time.', () => STARTED_AT_SECONDS),
  ...(process.platform === 'linux' ? [OPEN_FILES] : []),
  gauge('nodejs_heap_size_total_bytes', "V8's heap, as reserved.", () => process.memoryUsage().heapTotal),
  gauge('nodejs_heap_size_used_bytes', "V8's heap, as used.", () => process.memoryUsage().heapUsed),
  gauge('nodejs_external_memory_bytes', 'Buffers and the like beside the heap.', () => process.memoryUsage().external),
];
