import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** What a request asks for: `GET` lists refs, `POST` carries objects; `upload-pack` is a fetch, `receive-pack` a push. */
export type RequestKind = `${'GET' | 'POST'} ${'upload' | 'receive'}-pack`;

/**
 * How a request fails: by a status, before anything is done; `lost`, when all is done and the answer never leaves; `cut`, when
 * half of the answer has; `late`, when all is done only as the next push begins.
 */
export type Fault = number | 'lost' | 'cut' | 'late';

export interface GitHost {
  /** Its address, as `GITHUB_SERVER_URL` has it. */
  readonly url: string;
  /** The Authorization headers of each request, however many it had. */
  readonly authorizations: (readonly string[])[];
  /** The requests so far. */
  readonly requests: RequestKind[];
  /** Lets the next `times` requests of a kind fail. `meanwhile` runs before a connection breaks. */
  fail(kind: RequestKind, fault: Fault, more?: { readonly times?: number; readonly meanwhile?: () => void }): void;
}

interface Failure {
  readonly kind: RequestKind;
  readonly fault: Fault;
  readonly meanwhile: () => void;
  left: number;
}

/** A folder of bare repositories over http, by Git's own server side: a token each for who may read, and who may push, if any. */
export async function startGitHost(folder: string, tokens?: { reader: string; writer: string }): Promise<GitHost> {
  const authorizations: (readonly string[])[] = [];
  const requests: RequestKind[] = [];
  const failures: Failure[] = [];
  const late: (() => Promise<unknown>)[] = [];
  const server = createServer(async (request, response) => {
    const given = request.headersDistinct.authorization ?? [];
    authorizations.push(given);
    const kind = kindOf(request);
    requests.push(kind);
    const failure = failures.find(one => one.kind === kind && one.left > 0);
    if (failure) failure.left--;
    if (kind === 'GET receive-pack') for (const work of late.splice(0)) await work();
    const refusal = tokens && refuse(given, kind, tokens);
    if (refusal !== undefined) response.writeHead(refusal[0], { 'content-type': 'text/plain' }).end(refusal[1]);
    else await answer(request, response, { folder, failure, late });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    authorizations,
    requests,
    fail: (kind, fault, { times = 1, meanwhile = () => {} } = {}) =>
      void failures.push({ kind, fault, meanwhile, left: times }),
  };
}

/** A token as actions/checkout puts it into git's settings. */
export function basicHeader(token: string): string {
  return `basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
}

function refuse(
  given: readonly string[],
  kind: RequestKind,
  { reader, writer }: { reader: string; writer: string },
): [number, string] | undefined {
  if (given.length > 1) return [400, 'Duplicate header: "Authorization"'];
  if (given[0] === basicHeader(writer)) return undefined;
  if (given[0] !== basicHeader(reader)) return [401, 'Bad credentials'];
  const isPush = kind.endsWith('receive-pack');
  return isPush ? [403, 'Permission to octo-org/vad-gitops.git denied to github-actions[bot].'] : undefined;
}

function kindOf({ url = '', method }: IncomingMessage): RequestKind {
  return `${method === 'POST' ? 'POST' : 'GET'} ${url.includes('git-receive-pack') ? 'receive' : 'upload'}-pack`;
}

interface Answer {
  readonly folder: string;
  readonly failure: Failure | undefined;
  /** What is done as the next push begins. */
  readonly late: (() => Promise<unknown>)[];
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { folder, failure, late }: Answer,
): Promise<void> {
  if (typeof failure?.fault === 'number') {
    request.resume();
    response.writeHead(failure.fault, { 'content-type': 'text/plain' }).end('Unicorn!');
    return;
  }
  const body = await buffer(request);
  if (failure?.fault === 'late') {
    late.push(() => serve(request, body, folder));
    request.socket.destroy();
    return;
  }
  const output = await serve(request, body, folder);
  if (!failure) return send(output, response);
  failure.meanwhile();
  if (failure.fault === 'cut') {
    const head = output.indexOf('\r\n\r\n') + 4;
    response.setHeader('content-length', output.length - head);
    send(output.subarray(0, head + Math.floor((output.length - head) / 2)), response, false);
  }
  setImmediate(() => request.socket.destroy());
}

async function serve(request: IncomingMessage, body: Buffer, folder: string): Promise<Buffer> {
  const { pathname, search } = new URL(request.url ?? '', 'http://localhost');
  const env = {
    ...process.env,
    GIT_PROJECT_ROOT: folder,
    GIT_HTTP_EXPORT_ALL: '1',
    REMOTE_USER: 'somebody',
    PATH_INFO: pathname,
    QUERY_STRING: search.slice(1),
    REQUEST_METHOD: request.method ?? '',
    CONTENT_TYPE: request.headers['content-type'] ?? '',
    HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
  };
  const backend = spawn('git', ['http-backend'], { env: { ...env, CONTENT_LENGTH: String(body.length) } });
  backend.stdin.on('error', () => {}); // it may close its input early
  backend.stdin.end(body);
  return buffer(backend.stdout);
}

function send(output: Buffer, response: ServerResponse, isWhole = true): void {
  const end = output.indexOf('\r\n\r\n');
  for (const line of output.toString('latin1', 0, end).split('\r\n')) {
    const [, name = '', value = ''] = /^([^:]+): *(.*)$/.exec(line) ?? [];
    if (name.toLowerCase() === 'status') response.statusCode = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  if (isWhole) response.end(output.subarray(end + 4));
  else response.write(output.subarray(end + 4));
}
