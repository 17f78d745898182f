import { request } from '@octokit/request';
import { ActionError, asActionError, describeError } from './errors.ts';
import { isRecord, listAt, textAt } from './json.ts';
import { backoffMs, sleep } from './poll.ts';
import { say, warn } from './report.ts';

export interface GitHubAccess {
  readonly token: string;
  /** `owner/name`. */
  readonly repository: string;
  /** Base of the REST API; on GitHub Enterprise Server it ends in /api/v3. */
  readonly apiUrl: string;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  /** JSON from outside: check it. */
  readonly data: unknown;
}

/** GitHub's REST API, for one repository. The one seam for it. */
export interface GitHub {
  readonly owner: string;
  readonly repo: string;
  /**
   * Calls a route as GitHub's documentation writes it, `GET /repos/{owner}/{repo}/pulls`; owner and repo are filled in.
   * A status from 400 on is an error unless it is in `expected`. Throws `github-forbidden` and `github-failed`.
   */
  call(route: string, parameters?: Readonly<Record<string, unknown>>, expected?: readonly number[]): Promise<Answer>;
}

type Send = (route: string, parameters: Readonly<Record<string, unknown>>) => Promise<Reply>;

interface Reply extends Answer {
  /** Seconds that GitHub asks to wait. */
  readonly retryAfter?: number | undefined;
}

const maxTries = 3;
const timeoutMs = 30_000;
const longestWaitS = 60;

/** Access to one repository by a token, which is never logged. */
export function connect(access: GitHubAccess): GitHub {
  const [owner = '', repo = ''] = access.repository.split('/');
  const send = sender(access, { owner, repo });
  return {
    owner,
    repo,
    call: (route, parameters = {}, expected = []) =>
      callWithRetries(send, { route, parameters, expected, signal: access.signal }),
  };
}

/** Does work that can be done without, should GitHub fail: that is a warning, which begins with `what`. */
export async function attempt<T>(what: string, work: () => Promise<T>): Promise<T | 'failed'> {
  try {
    return await work();
  } catch (thrown) {
    const error = asActionError(thrown);
    if (error.code !== 'github-forbidden' && error.code !== 'github-failed') throw thrown;
    warn(`${what}: ${describeError(error)}`);
    return 'failed';
  }
}

/** An answer that is an error, in words: route, status, and what GitHub says. */
export function explainAnswer(route: string, { status, data }: Answer): string {
  const details = listAt(data, 'errors').map(error => (typeof error === 'string' ? error : textAt(error, 'message')));
  const said = [textAt(data, 'message'), ...details].filter(text => text !== '').join(' ');
  return status === 0 ? `${route} got no answer: ${said}` : `${route} was answered with ${status}: ${said}`;
}

interface Call {
  readonly route: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly expected: readonly number[];
  readonly signal: AbortSignal;
}

async function callWithRetries(send: Send, { route, parameters, expected, signal }: Call): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    const reply = await send(route, parameters);
    signal.throwIfAborted();
    if ((reply.status > 0 && reply.status < 400) || expected.includes(reply.status)) return reply;
    const wait = tries < maxTries ? waitMs(route, reply, tries) : undefined;
    if (wait === undefined) throw failure(route, reply);
    say(`${explainAnswer(route, reply)}; again in ${wait} ms`);
    await sleep(wait, signal);
  }
}

/** How long to wait before the next try; undefined where none may follow. */
function waitMs(route: string, { status, retryAfter }: Reply, tries: number): number | undefined {
  if (retryAfter !== undefined) return retryAfter <= longestWaitS ? retryAfter * 1000 : undefined;
  // A POST that got no answer may have been carried out.
  const mayRepeat = !route.startsWith('POST ') && (status === 0 || status >= 500);
  return mayRepeat ? backoffMs(tries, { firstMs: 500, factor: 3, capMs: 5_000 }) : undefined;
}

function failure(route: string, reply: Reply): ActionError {
  const isRefusal = [401, 403, 404].includes(reply.status) && reply.retryAfter === undefined;
  return new ActionError(isRefusal ? 'github-forbidden' : 'github-failed', explainAnswer(route, reply));
}

function sender({ apiUrl, token, signal }: GitHubAccess, repository: { owner: string; repo: string }): Send {
  const headers = {
    authorization: `Bearer ${token}`,
    'x-github-api-version': '2022-11-28',
    'user-agent': 'vad-gitops',
  };
  const send = request.defaults({ baseUrl: apiUrl.replace(/\/$/, ''), headers, ...repository });
  return async (route, parameters) => {
    const ends = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    try {
      return await send(route, { ...parameters, request: { signal: ends } });
    } catch (error) {
      return readError(error);
    }
  };
}

// @octokit/request throws for a status from 400 on, with the response, and for a broken connection, without one.
function readError(error: unknown): Reply {
  if (!isRecord(error) && !(error instanceof Error)) throw error;
  const response: unknown = Reflect.get(error, 'response');
  if (!isRecord(response)) return { status: 0, data: { message: reasonOf(error) } };
  const headers = isRecord(response.headers) ? response.headers : {};
  return { status: Number(response.status), data: response.data, retryAfter: askedWait(headers) };
}

// fetch says no more than "fetch failed"; what happened is below.
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: unknown };
  const inner = cause instanceof Error ? (cause.cause ?? cause) : undefined;
  const reason = inner instanceof Error ? inner.message || inner.name : '';
  return String(message).includes(reason) ? String(message) : `${message} (${reason})`;
}

function askedWait(headers: Record<string, unknown>): number | undefined {
  const asked = headers['retry-after'];
  if (asked !== undefined) return Number(asked) || 0;
  if (String(headers['x-ratelimit-remaining'] ?? '') !== '0') return undefined;
  return Math.max(0, Number(headers['x-ratelimit-reset']) - Date.now() / 1000);
}
