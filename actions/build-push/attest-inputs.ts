import { type InputReader, mask } from '../toolkit/input.ts';
import { readServer } from '../toolkit/server.ts';

/** What GitHub artifact attestations need. */
export interface AttestSettings {
  /** `owner/name` on GitHub. */
  readonly repository: string;
  readonly apiUrl: string;
  readonly token: string;
}

/** Reads `attest` and `github-token`; undefined where no attestation is demanded. */
export function readAttest(read: InputReader, env: NodeJS.ProcessEnv): AttestSettings | undefined {
  const wanted = read.flag('attest');
  const token = read.optional('github-token');
  mask(token);
  if (!wanted) return undefined;
  if (token === '') read.fault('github-token', 'is required with attest');
  const { apiUrl, repository } = readServer(env);
  if (repository === '') read.fault('attest', 'needs GITHUB_REPOSITORY, which GitHub’s runner sets');
  return { repository, apiUrl, token };
}
