import { delimiter, join } from 'node:path';
import { $ } from 'zx';

/** Runs a command in the project's root, the npm packages' commands first on PATH; its output is the fault if it fails. */
export async function commandFaults(root: string, command: readonly string[]): Promise<string[]> {
  const env = {
    ...process.env,
    NO_COLOR: '1',
    PATH: [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
  };
  const { exitCode, stdout, stderr } = await $({ cwd: root, env, quiet: true, nothrow: true })`${command}`;
  if (exitCode === 0) return [];
  return [`\`${command.join(' ')}\` ended with ${exitCode}:\n${(stdout + stderr).trim()}`];
}
