import { chmod, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { registryOf } from './image.ts';
import { isRecord } from './json.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** A login that lasts for one step. */
export interface Login {
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * Logs in to a repository's registry by a Docker configuration of its own in a temporary folder: the user's
 * configuration is neither read by others nor changed, and no password is on a command line.
 */
export async function login(repository: string, credentials: Credentials | undefined): Promise<Login> {
  if (!credentials) return { env: {}, close: async () => {} };
  const original = process.env.DOCKER_CONFIG ?? join(homedir(), '.docker');
  const folder = await mkdtemp(join(process.env.RUNNER_TEMP ?? tmpdir(), 'docker-config-'));
  await chmod(folder, 0o700);
  const config = mergeAuth(await readConfig(original), registryOf(repository), credentials);
  await writeFile(join(folder, 'config.json'), JSON.stringify(config), { mode: 0o600 });
  await linkRest(original, folder);
  return {
    env: { DOCKER_CONFIG: folder, BUILDX_CONFIG: process.env.BUILDX_CONFIG ?? join(original, 'buildx') },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A Docker configuration with one more login, which an empty helper keeps out of any credential store. */
export function mergeAuth(
  config: Readonly<Record<string, unknown>>,
  registry: string,
  { username, password }: Credentials,
): Record<string, unknown> {
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  const helpers = isRecord(config.credHelpers) ? config.credHelpers : {};
  const needsHelper = registry in helpers || typeof config.credsStore === 'string';
  return {
    ...config,
    auths: { ...(isRecord(config.auths) ? config.auths : {}), [registry]: { auth } },
    ...(needsHelper ? { credHelpers: { ...helpers, [registry]: '' } } : {}),
  };
}

async function readConfig(folder: string): Promise<Record<string, unknown>> {
  try {
    const config: unknown = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'));
    return isRecord(config) ? config : {};
  } catch {
    return {};
  }
}

// Plug-ins and contexts are looked up beside config.json.
async function linkRest(original: string, folder: string): Promise<void> {
  const names = await readdir(original).catch(() => []);
  for (const name of names) if (name !== 'config.json') await symlink(join(original, name), join(folder, name));
}
