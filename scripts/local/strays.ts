import { readdirSync, readFileSync } from 'node:fs';
import { isRunning, MARKER } from './daemon.ts';

interface Marked {
  readonly pid: number;
  readonly daemon: string;
  readonly command: string;
}

/** Every process that a daemon of ours is or has started, by the mark in its environment. */
export function markedProcesses(): Marked[] {
  const found: Marked[] = [];
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
      const mark = environment.find(entry => entry.startsWith(`${MARKER}=`));
      if (!mark) continue;
      const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0')[0] ?? '';
      found.push({ pid: Number(pid), daemon: mark.slice(MARKER.length + 1), command });
    } catch {
      // ended meanwhile
    }
  }
  return found;
}

/** Ends daemons of a cut-off run that no pid file names. Shims outlive their containerd by design and stay. */
export async function endStrays(): Promise<void> {
  for (const { pid, daemon, command } of markedProcesses()) {
    if (isRunning(daemon) || /containerd-shim/.test(command)) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // ended meanwhile
    }
  }
}
