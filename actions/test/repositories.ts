import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder, write } from './harness.ts';

/** A bare repository and a clone of it. */
export interface Repositories {
  readonly bare: string;
  readonly work: string;
}

/** Runs git in a folder; gives its stdout, trimmed. */
export function git(dir: string, ...args: readonly string[]): string {
  const identity = [
    '-c',
    'user.name=A Person',
    '-c',
    'user.email=person@example.invalid',
    '-c',
    'commit.gpgsign=false',
  ];
  return execFileSync('git', ['-C', dir, ...identity, ...args], { encoding: 'utf8', stdio: 'pipe' }).trim();
}

/** Commits files on the clone's branch; gives the commit's id. */
export function commit(work: string, files: Readonly<Record<string, string>>, message = 'Change'): string {
  for (const [path, text] of Object.entries(files)) write(work, path, text);
  git(work, 'add', '--all');
  git(work, 'commit', '--quiet', '--allow-empty', '--message', message);
  return git(work, 'rev-parse', 'HEAD');
}

/** Makes a bare repository and a clone, with one commit on main that is pushed. */
export function makeRepositories(files: Readonly<Record<string, string>>): Repositories {
  const folder = temporaryFolder();
  const bare = join(folder, 'origin.git');
  const work = join(folder, 'work');
  git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', bare);
  git(bare, 'config', 'uploadpack.allowFilter', 'true');
  git(folder, 'init', '--quiet', '--initial-branch=main', work);
  git(work, 'remote', 'add', 'origin', `file://${bare}`);
  commit(work, files, 'First');
  push(work);
  return { bare, work };
}

export function push(work: string): void {
  git(work, 'push', '--quiet', 'origin', 'HEAD:main');
}

/** A clone that knows one commit only, as actions/checkout makes it. */
export function shallowClone({ bare }: Repositories): string {
  const clone = join(temporaryFolder(), 'clone');
  git(bare, 'clone', '--quiet', '--depth=1', `file://${bare}`, clone);
  return clone;
}

/** Gives the bare repository a hook that its server side runs, a shell script. */
export function serverHook({ bare }: Repositories, name: string, script: string): void {
  write(bare, `hooks/${name}`, `#!/bin/sh\n${script}\n`);
  chmodSync(join(bare, 'hooks', name), 0o755);
}
