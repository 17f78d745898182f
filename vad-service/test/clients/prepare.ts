import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runShell, succeed } from './command.ts';
import { madeOnce } from './made-once.ts';
import { commandsOfPage, fileOfPage } from './page.ts';

const here = import.meta.dirname;
const root = join(here, '../../..');

/** How a client program is started: ADDRESS and the path of a WAV file come after these. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

/** For each library the program that speaks by docs/api.md's snippet. Their files go to folders in `folder`. */
export const programs: Readonly<Record<string, (folder: string) => Promise<Program>>> = {
  '@grpc/grpc-js': nodeProgram,
  grpcio: pythonProgram,
  'grpc-go': goProgram,
};

async function nodeProgram(folder: string): Promise<Program> {
  const cwd = await authorsFolder(join(folder, 'node'), 'client.mjs');
  await symlink(join(root, 'node_modules'), join(cwd, 'node_modules'));
  await cp(join(here, 'scenario.mjs'), join(cwd, 'scenario.mjs'));
  return { command: process.execPath, args: ['scenario.mjs'], cwd };
}

async function pythonProgram(folder: string): Promise<Program> {
  const bin = join(await pythonEnvironment(), 'bin');
  const cwd = await authorsFolder(join(folder, 'python'), 'client.py');
  await runShell(commandsOfPage('Python'), cwd, bin);
  await cp(join(here, 'scenario.py'), join(cwd, 'scenario.py'));
  return { command: join(bin, 'python'), args: ['scenario.py'], cwd };
}

async function goProgram(): Promise<Program> {
  const cwd = await madeOnce('go', await goInputs(), async folder => {
    const work = await authorsFolder(join(folder, 'work'), 'client.go');
    await cp(join(here, 'go'), work, { recursive: true });
    await buildGo(work, join(folder, 'client'));
    await rm(work, { recursive: true });
  });
  return { command: join(cwd, 'client'), args: [], cwd };
}

/** What an author has: the proto, the service config and the snippet. */
async function authorsFolder(folder: string, snippet: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await cp(join(root, 'proto/vad.proto'), join(folder, 'vad.proto'));
  for (const name of ['service-config.json', snippet]) await writeFile(join(folder, name), fileOfPage(name));
  return folder;
}

/** A venv with exactly the packages of requirements.txt, checked by their hashes. */
async function pythonEnvironment(): Promise<string> {
  const requirements = join(here, 'requirements.txt');
  const version = await succeed('python3', ['-c', 'import sys; print(sys.executable, sys.version)'], { cwd: here });
  return madeOnce('python', [version, await readFile(requirements, 'utf8')], async folder => {
    await succeed('python3', ['-m', 'venv', folder], { cwd: here });
    const install = ['install', '--quiet', '--require-hashes', '--only-binary', ':all:', '--requirement', requirements];
    await succeed(join(folder, 'bin/python'), ['-m', 'pip', ...install], { cwd: here });
  });
}

async function goInputs(): Promise<string[]> {
  const files = ['go.mod', 'go.sum', 'scenario.go'].map(name => readFile(join(here, 'go', name), 'utf8'));
  const proto = readFile(join(root, 'proto/vad.proto'), 'utf8');
  const version = succeed('go', ['env', 'GOVERSION'], { cwd: here });
  const page = [fileOfPage('client.go'), fileOfPage('service-config.json'), commandsOfPage('Go')];
  return [...page, ...(await Promise.all([...files, proto, version]))];
}

async function buildGo(cwd: string, output: string): Promise<void> {
  const bin = join(cwd, 'bin');
  // A build cache that goes with the folder: nothing is built from it again.
  const ours = { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off', GOCACHE: join(cwd, 'cache') };
  const env = { ...process.env, ...ours };
  await succeed('go', ['build', '-o', `${bin}/`, 'tool'], { cwd, env });
  // The protoc that grpcio-tools brings is the real one.
  const python = join(await pythonEnvironment(), 'bin/python');
  await writeFile(join(bin, 'protoc'), `#!/bin/sh\nexec '${python}' -m grpc_tools.protoc "$@"\n`, { mode: 0o755 });
  await runShell(commandsOfPage('Go'), cwd, bin);
  await succeed('go', ['build', '-o', output, '.'], { cwd, env });
}
