import { spawnSync } from 'node:child_process';
import { Failure } from '../failure.ts';

/**
 * Makes sure that the rest of the command runs as root: a node needs mounts, cgroups and network namespaces. As another
 * user it runs the same command through sudo and ends with its exit code.
 */
export async function asRoot(): Promise<void> {
  if (process.getuid?.() === 0) return;
  if (spawnSync('sudo', ['--non-interactive', 'true']).status !== 0) {
    throw new Failure('The local cluster needs root: neither are you root, nor does sudo work without a password.', {
      next: 'Run it as root, or allow passwordless sudo (`sudo visudo`: YOU ALL=(ALL) NOPASSWD: ALL).',
    });
  }
  const keep = ['PATH', 'HOME', 'XDG_CACHE_HOME'].filter(name => process.env[name]);
  const environment = keep.map(name => `${name}=${process.env[name]}`);
  const args = ['--preserve-env', 'env', ...environment, process.execPath, ...process.argv.slice(1)];
  const { status } = spawnSync('sudo', args, { stdio: 'inherit' });
  process.exit(status ?? 1);
}
