import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A local server that is GitHub's REST API and its issuer of identity tokens. */
export interface GitHub {
  /** What the runner puts into a job's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Path and token of each request. */
  readonly asked: string[];
}

/** `attestations` are those of any digest; `status` is the API's own answer where it is not 200. */
export async function openGitHub(attestations: readonly object[], status = 200): Promise<GitHub> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization}`);
    const isToken = request.url?.startsWith('/token');
    response.writeHead(isToken ? 200 : status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isToken ? { value: 'a.b.c' } : { attestations, message: 'as the test wants' }));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    asked,
    env: {
      GITHUB_API_URL: url,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'owner/repository',
      ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
      // What lies outside, Sigstore and the issuer's keys, is behind a proxy that is not there.
      HTTPS_PROXY: 'http://127.0.0.1:9',
      https_proxy: 'http://127.0.0.1:9',
      NO_PROXY: '127.0.0.1',
      no_proxy: '127.0.0.1',
    },
  };
}
