import type { Requester } from '../toolkit/attestations.ts';
import { ActionError } from '../toolkit/errors.ts';
import { textAt } from '../toolkit/json.ts';
import type { AttestSettings } from './attest-inputs.ts';

const timeoutMs = 30_000;

/** GitHub's REST API for the run's repository. Throws `attestation-failed` where it does not answer, or not as expected. */
export function githubRequester({ apiUrl, repository, token }: AttestSettings, signal: AbortSignal): Requester {
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token}`,
    'x-github-api-version': '2022-11-28',
  };
  return async (route, parameters, expected) => {
    const { method, url } = fill(route, parameters, repository);
    const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const answer = await fetch(`${apiUrl}${url}`, { method, headers, signal: within }).catch(cause => {
      signal.throwIfAborted();
      throw new ActionError('attestation-failed', `GitHub does not answer at ${apiUrl}: ${cause}`, { cause });
    });
    const { status } = answer;
    const data: unknown = await answer.json().catch(() => undefined);
    if (status < 400 || expected.includes(status)) return { status, data };
    throw new ActionError('attestation-failed', `GitHub answers ${status} to ${route}: ${textAt(data, 'message')}`);
  };
}

/** Method and path of a route; parameters that are not in its path become its query. */
function fill(route: string, parameters: Parameters<Requester>[1], repository: string) {
  const [owner = '', repo = ''] = repository.split('/');
  const [method = 'GET', template = ''] = route.split(' ');
  const rest = new Map(Object.entries({ owner, repo, ...parameters }));
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(rest.get(name) ?? '');
    rest.delete(name);
    return encodeURIComponent(value);
  });
  for (const name of ['owner', 'repo']) rest.delete(name);
  const query = new URLSearchParams();
  for (const [name, value] of rest) query.set(name, String(value));
  return { method, url: rest.size > 0 ? `${path}?${query}` : path };
}
