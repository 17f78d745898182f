import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readConnection, type Setting, withoutOtherRepository } from './connection.ts';
import { git, type Repository } from './git.ts';
import { settingsEnv } from './git-auth.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

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
  return withTemporaryFolder({}, 'git', async scratch => {
    // A step that is ended at once runs no clean-up but this.
    const remove = () => rmSync(scratch, { recursive: true, force: true });
    process.on('exit', remove);
    const env = { ...own, ...settingsEnv([...connection, ...auth, ...ownSettings]) };
    const blobs = { ids: new Set<string>(), underWay: Promise.resolve() };
    const repository = { dir: join(scratch, 'repository'), signal, env, blobs, scratch };
    const init = ['init', '--quiet', '--bare', '--template=', repository.dir];
    await git({ ...repository, dir: scratch }, ...init);
    return work(repository).finally(() => process.off('exit', remove));
  });
}
