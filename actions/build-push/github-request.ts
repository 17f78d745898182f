import type { Requester } from '../toolkit/attestations.ts';
import { ActionError } from '../toolkit/errors.ts';
import type { AttestSettings } from './attest-inputs.ts';

const timeoutMs = 30_000;

/** GitHub's REST API, with the run's token. Throws `attestation-failed` where it does not answer. */
export function githubRequester({ apiUrl, token }: AttestSettings, signal: AbortSignal): Requester {
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token}`,
    'x-github-api-version': '2022-11-28',
  };
  return async path => {
    try {
      const answer = await fetch(`${apiUrl}${path}`, {
        headers,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      const body: unknown = await answer.json().catch(() => undefined);
      return { status: answer.status, body };
    } catch (cause) {
      signal.throwIfAborted();
      throw new ActionError('attestation-failed', `GitHub does not answer at ${apiUrl}: ${cause}`, { cause });
    }
  };
}
