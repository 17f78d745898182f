import { spawnSync } from 'node:child_process';
import { Failure } from '../failure.ts';
import { statePath } from './state.ts';

/**
 * Makes sure that the rest of the command runs as root: a node needs mounts, cgroups and network namespaces. As another
 * user it runs the same command through sudo and ends with its exit code.
 */
export async function asRoot(): Promise<void> {
  // kubectl keeps a cache in the home folder, which is the user's and not root's.
  process.env.KUBECACHEDIR = statePath('kube-cache');
  if (process.getuid?.() === 0) return;
  const [sudo = '', ...args] = rootCommand([process.execPath, ...process.argv.slice(1)]);
  const { status } = spawnSync(sudo, args, { stdio: 'inherit' });
  process.exit(status ?? 1);
}

/** The command as root runs it: as it is for root, else through sudo with the user's own PATH, home and caches. */
export function rootCommand(command: readonly string[]): readonly string[] {
  if (process.getuid?.() === 0) return command;
  if (spawnSync('sudo', ['--non-interactive', 'true']).status !== 0) {
    throw new Failure('The local cluster needs root: neither are you root, nor does sudo work without a password.', {
      next: 'Run it as root, or allow passwordless sudo (`sudo visudo`: YOU ALL=(ALL) NOPASSWD: ALL).',
    });
  }
  // sudo's own PATH and HOME would hide the tools and their cache; sbin holds iptables.
  const path = `${process.env.PATH}:/usr/sbin:/sbin`;
  const keep = ['HOME', 'XDG_CACHE_HOME', 'GOPATH', 'GOMODCACHE'].filter(name => process.env[name]);
  const environment = [
    `PATH=${path}`,
    `KUBECACHEDIR=${statePath('kube-cache')}`,
    ...keep.map(name => `${name}=${process.env[name]}`),
  ];
  return ['sudo', '--non-interactive', '--preserve-env', 'env', ...environment, ...command];
}
