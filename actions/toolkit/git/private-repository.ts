import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandFailed, execute } from '../exec.ts';
import { readConnection, type Setting, withoutOtherRepository } from './connection.ts';
import { gitCommand, type Repository } from './git.ts';
import { settingsEnv } from './git-auth.ts';

// What gives settings, or other meanings to arguments, to every command of Git.
const inheritedSettings = [
  'GIT_CONFIG_PARAMETERS',
  'GIT_CONFIG_SYSTEM',
  'GIT_TEMPLATE_DIR',
  'GIT_DEFAULT_HASH',
  'GIT_ATTR_SOURCE',
  'GIT_LITERAL_PATHSPECS',
  'GIT_GLOB_PATHSPECS',
  'GIT_NOGLOB_PATHSPECS',
  'GIT_ICASE_PATHSPECS',
  'GIT_EXTERNAL_DIFF',
  'GIT_DIFF_OPTS',
];

// Nothing of a runner's Git but how to reach the server.
const own = {
  ...withoutOtherRepository,
  ...Object.fromEntries(inheritedSettings.map(name => [name, undefined])),
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_ATTR_NOSYSTEM: '1',
};

const ownSettings = [
  ['core.hooksPath', '/dev/null'],
  ['core.attributesFile', '/dev/null'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
] as const;

export interface PrivateOptions {
  readonly signal?: AbortSignal | undefined;
  /** Settings that replace the checkout's own credentials. */
  readonly auth?: readonly Setting[];
}

/**
 * Gives `work` a bare repository of this process's own, empty, whose origin is the checkout's; removes it afterwards. It takes
 * from the checkout and the runner only what is needed to reach the server, and keeps that in its environment.
 */
export async function withPrivateRepository<T>(
  checkout: string,
  { signal, auth = [] }: PrivateOptions,
  work: (repository: Repository) => Promise<T>,
): Promise<T> {
  const connection = await readConnection(checkout, signal);
  const dir = await mkdtemp(join(process.env.RUNNER_TEMP ?? tmpdir(), 'repository-'));
  const removeAtExit = () => rmSync(dir, { recursive: true, force: true });
  process.on('exit', removeAtExit);
  try {
    const env = { ...own, ...settingsEnv([...connection, ...auth, ...ownSettings]) };
    const repository = { dir, signal, env, blobs: { ids: new Set<string>(), underWay: Promise.resolve() } };
    const init = gitCommand(repository, ['init', '--quiet', '--bare', '--template=', dir]);
    const outcome = await execute(init);
    if (outcome.code !== 0) throw commandFailed(init, outcome);
    return await work(repository);
  } finally {
    process.off('exit', removeAtExit);
    await rm(dir, { recursive: true, force: true, maxRetries: 3 });
  }
}
