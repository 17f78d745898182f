import { setTimeout as sleep } from 'node:timers/promises';
import { ActionError } from '../toolkit/errors.ts';
import { textAt } from '../toolkit/json.ts';

/** Where the runner gives out the job's id token; empty without `id-token: write`. */
export interface TokenSource {
  readonly url: string;
  readonly bearer: string;
}

/** The job's token source from its environment. Throws `id-token-unavailable`. */
export function tokenSource(env: NodeJS.ProcessEnv, audience: string): TokenSource {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: base, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = env;
  if (!base || !bearer) {
    throw new ActionError(
      'id-token-unavailable',
      'GitHub offers this job no id token: ACTIONS_ID_TOKEN_REQUEST_URL is not set.',
    );
  }
  const url = new URL(base);
  url.searchParams.set('audience', audience);
  return { url: url.href, bearer };
}

const attempts = 3;

/**
 * Asks GitHub for the job's id token. Not core.getIDToken, since that writes a masking command to stdout, which belongs to
 * kubectl where we are its credential plug-in. Throws `id-token-unavailable`.
 */
export async function requestIdToken({ url, bearer }: TokenSource, signal?: AbortSignal): Promise<string> {
  let said = '';
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const answer = await ask(url, bearer, signal);
    if ('token' in answer) return answer.token;
    said = answer.said;
    if (answer.final) break;
    if (attempt < attempts) await sleep(500 * attempt * (1 + Math.random()), undefined, { signal });
  }
  throw new ActionError('id-token-unavailable', `GitHub gave no id token: ${said}`);
}

type Answer = { readonly token: string } | { readonly said: string; readonly final: boolean };

async function ask(url: string, bearer: string, signal?: AbortSignal): Promise<Answer> {
  try {
    const limit = AbortSignal.timeout(10_000);
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${bearer}`, accept: 'application/json' },
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    if (!response.ok) return { said: `HTTP status ${response.status}`, final: response.status < 500 };
    const token = textAt(await response.json(), 'value');
    return token ? { token } : { said: 'an answer without a token', final: true };
  } catch (error) {
    signal?.throwIfAborted();
    return { said: error instanceof Error ? error.message : String(error), final: false };
  }
}
