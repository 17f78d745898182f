import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError, asActionError } from '../toolkit/errors.ts';
import { type Command, succeed } from '../toolkit/exec.ts';
import { textAt } from '../toolkit/json.ts';
import type { Job } from './access.ts';

/** Runs a cloud's own command; gives its stdout. Throws `cluster-login-failed`, quoting it, or `tool-missing`. */
export async function cloud(job: Job, file: string, args: readonly string[], env: Command['env']): Promise<string> {
  try {
    return await succeed({ file, args, env, signal: job.signal });
  } catch (thrown) {
    const error = asActionError(thrown);
    if (error.code !== 'command-failed') throw thrown;
    throw new ActionError('cluster-login-failed', error.message, { cause: error });
  }
}

/** JSON of a cloud's command; undefined where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The text at a path of an answer. Throws `cluster-login-failed` where the answer lacks it. */
export function need(answer: unknown, what: string, ...path: readonly (string | number)[]): string {
  const found = textAt(answer, ...path);
  if (found) return found;
  throw new ActionError('cluster-login-failed', `The answer about ${what} lacks ${path.join('.')}.`);
}

/** Writes a file that only this account may read; gives its path. */
export async function secretFile(job: Job, name: string, text: string): Promise<string> {
  const file = join(job.folder, name);
  await writeFile(file, text, { mode: 0o600 });
  return file;
}
