import type { Access, Job } from './access.ts';
import { requestIdToken, tokenSource } from './id-token.ts';
import type { ClusterSettings } from './settings.ts';

type Settings = Extract<ClusterSettings, { kind: 'oidc' }>;

/**
 * The API server itself trusts GitHub's tokens. They last minutes, a rollout may take longer: so kubectl asks for a new one
 * whenever it needs one, through ourselves as its credential plug-in. `self` is the command that starts us.
 */
export async function oidcAccess(
  { server, ca, audience }: Settings,
  job: Job,
  self: readonly string[],
): Promise<Access> {
  // Asked once here, so that a missing permission is told by this step and not by a kubectl later on.
  job.mask(await requestIdToken(tokenSource(job.env, audience), job.signal));
  const [command, ...args] = self;
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command,
    args: [...args, 'credential', audience],
    interactiveMode: 'Never',
  };
  return { server, ca, user: { exec } };
}

/** What kubectl wants of a credential plug-in, for the job's id token. */
export async function execCredential(env: NodeJS.ProcessEnv, audience: string): Promise<string> {
  const token = await requestIdToken(tokenSource(env, audience));
  return JSON.stringify({
    apiVersion: 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    status: { token, ...expiry(token) },
  });
}

function expiry(token: string): { expirationTimestamp?: string } {
  try {
    const { exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { exp?: unknown };
    return typeof exp === 'number' ? { expirationTimestamp: new Date(exp * 1000).toISOString() } : {};
  } catch {
    return {}; // no JWT: the API server says so
  }
}
