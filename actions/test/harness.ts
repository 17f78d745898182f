import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

const dist = join(import.meta.dirname, '..', 'dist');

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

export interface ActionRun {
  readonly inputs: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Sends SIGTERM as soon as stdout holds this. */
  readonly killOn?: string;
}

/** A folder that goes away after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'scenario-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file, making its folder. */
export function write(folder: string, path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** A PATH with executables of ours in front, each a TypeScript file of ./fakes. */
export function pathWith(...fakes: readonly string[]): string {
  const bin = temporaryFolder();
  for (const name of fakes) {
    write(
      bin,
      name,
      `#!/bin/sh\nexec '${process.execPath}' '${join(import.meta.dirname, 'fakes', `${name}.ts`)}' "$@"\n`,
    );
    chmodSync(join(bin, name), 0o755);
  }
  return [bin, process.env.PATH].join(delimiter);
}

/** A PATH with nothing on it but these programs of this machine. */
export function pathOfOnly(...programs: readonly string[]): string {
  const bin = temporaryFolder();
  for (const name of programs) {
    const real = execFileSync('/bin/sh', ['-c', 'command -v "$0"', name], { encoding: 'utf8' }).trim();
    symlinkSync(real, join(bin, name));
  }
  return bin;
}

/** A PATH with a shell script of this name in front; `$REAL` is the program that it hides. */
export function pathWithScript(name: string, script: string): string {
  const bin = temporaryFolder();
  const real = execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
  write(bin, name, `#!/bin/sh\nREAL='${real}'\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
  return [bin, process.env.PATH].join(delimiter);
}

/** Runs a bundled action as GitHub's runner does: inputs in the environment, outputs and summary in files. */
export async function runAction(name: string, { inputs, cwd, env = {}, killOn }: ActionRun): Promise<Ended> {
  const files = temporaryFolder();
  write(files, 'output', '');
  write(files, 'summary', '');
  const child = spawn(process.execPath, [join(dist, `${name}.js`)], {
    cwd,
    env: {
      ...process.env,
      ...Object.fromEntries(Object.entries(inputs).map(([key, value]) => [`INPUT_${key.toUpperCase()}`, value])),
      GITHUB_OUTPUT: join(files, 'output'),
      GITHUB_STEP_SUMMARY: join(files, 'summary'),
      RUNNER_TEMP: files,
      ...env,
    },
  });
  let stdout = '';
  const collect = (chunk: Buffer) => {
    stdout += chunk.toString();
    if (killOn !== undefined && stdout.includes(killOn)) child.kill('SIGTERM');
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const code = await new Promise<number>(resolve => child.on('close', status => resolve(status ?? 128)));
  const outputs = parseOutputs(readFileSync(join(files, 'output'), 'utf8'));
  return { code, stdout, outputs, summary: readFileSync(join(files, 'summary'), 'utf8') };
}

// The runner's file format: NAME<<DELIMITER, the value's lines, DELIMITER.
function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [, name = '', , value = ''] of text.matchAll(/^(\S+?)<<(\S+)\n([\s\S]*?)\n\2$/gm)) outputs[name] = value;
  return outputs;
}
