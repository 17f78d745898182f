import { resolve } from 'node:path';
import { git, type Repository, remote } from './git.ts';

/** A setting of Git: its name, and its value. */
export type Setting = readonly [name: string, value: string];

// Each names another repository, or a part of one (`git rev-parse --local-env-vars`, but for settings).
const otherRepository = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
  'GIT_GRAFT_FILE',
  'GIT_SHALLOW_FILE',
  'GIT_REPLACE_REF_BASE',
  'GIT_NO_REPLACE_OBJECTS',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INTERNAL_SUPER_PREFIX',
  'GIT_CONFIG',
];

/** An environment in which Git finds the repository of the folder that it runs in, whatever the runner's names. */
export const withoutOtherRepository: Readonly<Record<string, undefined>> = Object.fromEntries(
  otherRepository.map(name => [name, undefined]),
);

/** Returns the job's checkout, whatever repository the runner's environment names. */
export function checkoutAt(dir: string, signal: AbortSignal | undefined): Repository {
  return { dir, signal, env: withoutOtherRepository };
}

// All that decides whether and how a server is reached; as Git lists it, section and variable in lower case.
const connecting = new RegExp(
  [
    'http\\..*',
    'credential\\..*',
    'protocol\\..*',
    'url\\..*\\.(insteadof|pushinsteadof)',
    'core\\.(sshcommand|gitproxy|askpass)',
    'ssh\\.variant',
    `remote\\.${remote}\\.(url|pushurl|proxy|proxyauthmethod|uploadpack|receivepack)`,
  ]
    .map(name => `^${name}$`)
    .join('|'),
  's',
);

/** Reads from a checkout, as its own Git sees it, how its origin is reached; in order, since later values replace earlier ones. */
export async function readConnection(checkout: string, signal: AbortSignal | undefined): Promise<Setting[]> {
  const listed = await git(checkoutAt(checkout, signal), 'config', '--list', '-z', '--includes');
  return listed.split('\0').flatMap(entry => {
    const end = entry.indexOf('\n');
    // A name without a value is a boolean that is true.
    const [name, value] = end === -1 ? [entry, 'true'] : [entry.slice(0, end), entry.slice(end + 1)];
    return connecting.test(name) ? [[name, name.endsWith('url') ? absolute(checkout, value) : value] as const] : [];
  });
}

// Git takes a path relative to the folder that it runs in.
function absolute(checkout: string, url: string): string {
  return /^\.{1,2}(\/|$)/.test(url) ? resolve(checkout, url) : url;
}
