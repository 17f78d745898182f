import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface GitHost {
  /** Its address, as `GITHUB_SERVER_URL` has it. */
  readonly url: string;
  /** The Authorization headers of each request, however many it had. */
  readonly authorizations: (readonly string[])[];
}

/** A folder of bare repositories over http, by Git's own server side: a token each for who may read, and who may push. */
export async function startGitHost(folder: string, tokens: { reader: string; writer: string }): Promise<GitHost> {
  const authorizations: (readonly string[])[] = [];
  const server = createServer(async (request, response) => {
    const given = request.headersDistinct.authorization ?? [];
    authorizations.push(given);
    const refusal = refuse(given, isPush(request), tokens);
    if (refusal === undefined) await serve(request, response, folder);
    else response.writeHead(refusal[0], { 'content-type': 'text/plain' }).end(refusal[1]);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, authorizations };
}

/** A token as actions/checkout puts it into git's settings. */
export function basicHeader(token: string): string {
  return `basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
}

function refuse(
  given: readonly string[],
  push: boolean,
  { reader, writer }: { reader: string; writer: string },
): [number, string] | undefined {
  if (given.length > 1) return [400, 'Duplicate header: "Authorization"'];
  if (given[0] === basicHeader(writer)) return undefined;
  if (given[0] !== basicHeader(reader)) return [401, 'Bad credentials'];
  return push ? [403, 'Permission to octo-org/vad-gitops.git denied to github-actions[bot].'] : undefined;
}

function isPush({ url = '' }: IncomingMessage): boolean {
  return url.includes('git-receive-pack');
}

async function serve(request: IncomingMessage, response: ServerResponse, folder: string): Promise<void> {
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
  const body = await buffer(request);
  const backend = spawn('git', ['http-backend'], { env: { ...env, CONTENT_LENGTH: String(body.length) } });
  backend.stdin.on('error', () => {}); // it may close its input early
  backend.stdin.end(body);
  answer(await buffer(backend.stdout), response);
}

function answer(output: Buffer, response: ServerResponse): void {
  const end = output.indexOf('\r\n\r\n');
  for (const line of output.toString('latin1', 0, end).split('\r\n')) {
    const [, name = '', value = ''] = /^([^:]+): *(.*)$/.exec(line) ?? [];
    if (name.toLowerCase() === 'status') response.statusCode = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.end(output.subarray(end + 4));
}
