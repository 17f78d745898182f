import { execFile } from 'node:child_process';

/** Runs a program to its end; answers its stdout. Fails with what it said. */
export function succeed(
  program: string,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { maxBuffer: 2 ** 26, ...options }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${program} ${args.join(' ')}: ${stderr || stdout || error.message}`));
      else resolve(stdout);
    });
  });
}

/** Runs shell commands as a person would who has `folders` first on PATH; the first that fails ends them. */
export function runShell(commands: string, cwd: string, ...folders: string[]): Promise<string> {
  const env = { ...process.env, PATH: [...folders, process.env.PATH].join(':') };
  return succeed('bash', ['-euo', 'pipefail', '-c', commands], { cwd, env });
}
