import { delimiter, join } from 'node:path';
import { $ } from 'zx';
import { runCommand } from './command.ts';
import { Failure } from './failure.ts';
import { type Progress, terminalProgress } from './progress.ts';

const root = join(import.meta.dirname, '..');

/** Git pathspecs of everything that `npm run gen` writes. */
export const generatedPaths = ['proto/gen', 'actions/dist', ':(glob)actions/*/README.md', 'docs/faults.md'] as const;

/** Each generator: what it makes, and its command. */
const generators = [
  { makes: 'types from proto/*.proto', command: ['buf', 'generate', 'proto', '--template', 'proto/buf.gen.yaml'] },
  { makes: 'descriptors of proto/*.proto', command: [process.execPath, 'vad-service/descriptors.ts'] },
  { makes: 'actions/dist', command: [process.execPath, 'actions/bundle.ts'] },
  { makes: 'tables in actions/*/README.md', command: [process.execPath, 'actions/readme-tables.ts'] },
  { makes: 'table in docs/faults.md', command: [process.execPath, 'scripts/matrix/fault-page.ts'] },
] as const;

/** Writes every generated file anew. @throws Failure with what the generator said */
export async function generate(progress: Progress): Promise<void> {
  for (const { makes, command } of generators) {
    await progress.step(`generate ${makes}`, () => runGenerator(makes, command));
  }
}

async function runGenerator(makes: string, command: readonly string[]): Promise<void> {
  // buf finds its plug-in on PATH.
  const env = { ...process.env, PATH: [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter) };
  const result = await $({ cwd: root, env, nothrow: true, quiet: true })`${command}`;
  if (result.exitCode === 0) return;
  throw new Failure(`Could not generate ${makes}: \`${command.join(' ')}\` ended with ${result.exitCode}.`, {
    cause: new Error((result.stderr || result.stdout).trim()),
  });
}

const help = `npm run gen

Regenerates every generated file: types from the proto, the bundled actions, the tables in the actions' READMEs and in
docs/faults.md.
Commit what changes; \`npm run check\` fails while a generated file is out of date.`;

if (import.meta.main) {
  await runCommand({ help, options: {}, positionals: 0 }, () => generate(terminalProgress()));
}
