import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished } from 'vitest';
import { type GitHubState, handlers } from './github-state.ts';
import { answerFaults, findOperation, requestFaults } from './openapi.ts';

export interface FakeGitHub extends GitHubState {
  /** What an action run needs to reach it: API address, repository. */
  readonly env: Readonly<Record<string, string>>;
  readonly token: string;
  /** Routes in the order they were called. */
  readonly calls: string[];
  /** Answers a route so, as often as `times`, instead of from the state. */
  answer(route: string, answer: Answer, times?: number): void;
  /** Does something just before a route is answered the next time. */
  meanwhile(route: string, work: () => void): void;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * GitHub's REST API over http with its state in memory. Each request, and each answer of its own, is checked with GitHub's
 * OpenAPI description; a fault fails the test at its end.
 */
export async function startGitHub(): Promise<FakeGitHub> {
  const lists = { pulls: [], comments: [], attestations: [], issues: [], runs: [], dispatches: [] };
  const state: GitHubState = { owner: 'octo-org', repo: 'vad-gitops', ...lists };
  const [calls, faults, scripted]: [string[], string[], Scripted[]] = [[], [], []];
  const token = 'ghs_0123456789';
  const server = createServer(async (request, response) => {
    const answer = await respond(request, { state, calls, faults, scripted, token });
    response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...answer.headers });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
    expect(faults).toEqual([]);
  });
  const { port } = server.address() as AddressInfo;
  const env = { GITHUB_API_URL: `http://127.0.0.1:${port}`, GITHUB_REPOSITORY: `${state.owner}/${state.repo}` };
  const answer: FakeGitHub['answer'] = (route, given, times = 1) => {
    for (let count = 0; count < times; count++) scripted.push({ route, answer: given });
  };
  const meanwhile: FakeGitHub['meanwhile'] = (route, work) => void scripted.push({ route, work });
  return { ...state, env, token, calls, answer, meanwhile };
}

interface Scripted {
  readonly route: string;
  readonly answer?: Answer;
  readonly work?: () => void;
}

interface Context {
  readonly state: GitHubState;
  readonly calls: string[];
  readonly faults: string[];
  readonly scripted: Scripted[];
  readonly token: string;
}

const refusal = (status: number, message: string): Answer => ({
  status,
  body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) },
});

async function respond(request: IncomingMessage, context: Context): Promise<Answer> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
  const sent = await text(request);
  const operation = findOperation(request.method ?? '', pathname);
  if (!operation) {
    context.faults.push(`GitHub has no ${request.method} ${pathname}`);
    return refusal(404, 'Not Found');
  }
  const { route, filled } = operation;
  context.calls.push(route);
  const query = Object.fromEntries(searchParams);
  const body: unknown = sent === '' ? undefined : JSON.parse(sent);
  context.faults.push(...requestFaults(operation, { query, body }));
  const at = context.scripted.findIndex(next => next.route === route);
  const [next] = at < 0 ? [] : context.scripted.splice(at, 1);
  next?.work?.();
  const answer = next?.answer ?? decide(request, context, { route, filled, query, body });
  context.faults.push(...answerFaults(operation, answer.status, answer.body));
  return answer;
}

interface Asked {
  readonly route: string;
  readonly filled: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

function decide(request: IncomingMessage, { state, faults, token }: Context, asked: Asked): Answer {
  if (request.headers.authorization !== `Bearer ${token}`) return refusal(401, 'Bad credentials');
  const { owner, repo } = asked.filled;
  if (owner !== state.owner || repo !== state.repo) return refusal(404, 'Not Found');
  const handler = handlers[asked.route];
  if (handler) return handler(state, asked) ?? refusal(404, 'Not Found');
  faults.push(`this stand-in has no handler for ${asked.route} yet`);
  return refusal(500, 'not here');
}
