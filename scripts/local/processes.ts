import { readdirSync, readFileSync } from 'node:fs';

/**
 * The start time of a live process, in clock ticks since boot (field 22 of /proc/PID/stat): tells it from a later one of the
 * same id. Undefined for none, and for a zombie, which stays where process 1 does not reap; but not while other threads of a
 * process whose first thread has ended still hold its files and ports.
 */
export function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(') ') + 2).split(' ');
    const hasEnded = fields[0] === 'Z' || fields[0] === 'X';
    return hasEnded && readdirSync(`/proc/${pid}/task`).length <= 1 ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

export const isAlive = (pid: number): boolean => startTimeOf(pid) !== undefined;
