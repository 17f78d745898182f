import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import { pathWithScript, temporaryFolder, write } from '../harness.ts';
import { type Repositories, serverHook } from '../repositories.ts';

/** How a runner dies: SIGKILL, which leaves no time to clean up. */
export interface Death {
  /** Where git is one that brings it about. */
  readonly PATH: string;
  /** Lets a server go on that still has the dead runner's push, and waits until it is done with it. */
  settle(): Promise<void>;
}

/** It dies as it starts a command of git. */
export function atCommand(command: string): Death {
  const script = `case " $* " in *" ${command} "*) kill -KILL $PPID; exit 1 ;; esac\nexec "$REAL" "$@"`;
  return { PATH: pathWithScript('git', script), settle: async () => {} };
}

/** It dies with its git while the server, which has all of the push, asks its hook. */
export function duringPush(world: Repositories, server: 'takes it' | 'refuses it' | 'takes its time'): Death {
  const folder = temporaryFolder();
  const ends = {
    'takes it': 'exit 0',
    'refuses it': 'exit 1',
    // Until it may, or the test is over.
    'takes its time': `while [ -d '${folder}' ] && [ ! -e '${folder}/go' ]; do sleep 0.05; done`,
  };
  // Only the first push has a runner that dies.
  const hook = `mkdir '${folder}/once' 2>/dev/null || exit 0
echo $PPID > '${folder}/server'
kill -KILL $(cat '${folder}/client')
${ends[server]}`;
  serverHook(world, 'pre-receive', hook);
  const script = `case " $* " in *" push "*) echo $PPID $$ > '${folder}/client' ;; esac\nexec "$REAL" "$@"`;
  const settle = async () => {
    write(folder, 'go', '');
    const pid = readFileSync(join(folder, 'server'), 'utf8').trim();
    await vi.waitUntil(() => !isRunning(pid), { timeout: 20_000, interval: 20 });
  };
  return { PATH: pathWithScript('git', script), settle };
}

// What nobody has waited for is still listed when it has ended.
function isRunning(pid: string): boolean {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) && !/\) Z /.test(readFileSync(file, 'utf8'));
}
