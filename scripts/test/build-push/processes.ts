import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { rootCommand } from '../../local/root.ts';

/** A folder that goes away after the test, whoever owns what is in it. */
export function folderOfRoot(): string {
  const folder = mkdtempSync(join(tmpdir(), 'build-push-'));
  onTestFinished(() => asRoot('rm', '-rf', folder));
  return folder;
}

/** Runs a command as root. */
export function asRoot(...command: readonly string[]): void {
  const [file = '', ...args] = rootCommand(command);
  execFileSync(file, args, { stdio: 'pipe' });
}

/** Starts a daemon as root and waits until it has written `ready`; it ends with the test. Gives what the pattern has caught. */
export async function daemon(command: readonly string[], ready: RegExp): Promise<string> {
  const [file = '', ...args] = rootCommand(command);
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise(resolve => child.on('close', resolve));
  onTestFinished(async () => {
    if (child.exitCode === null && child.pid) asRoot('kill', String(child.pid));
    await ended;
  });
  return untilWritten(child, ready, command.join(' '));
}

const timeoutMs = 20_000;

function untilWritten(child: ChildProcess, ready: RegExp, what: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = '';
  const give = (reason: string) => reject(new Error(`${what} ${reason} without /${ready.source}/:\n${text}`));
  const timer = setTimeout(() => give(`ran ${timeoutMs / 1000} s`), timeoutMs);
  child.on('close', () => give('ended'));
  child.on('error', () => give('did not start'));
  const read = (chunk: Buffer) => {
    text += chunk.toString();
    const found = ready.exec(text);
    if (found) resolve(found[1] ?? '');
  };
  child.stdout?.on('data', read);
  child.stderr?.on('data', read);
  return promise.finally(() => clearTimeout(timer));
}
