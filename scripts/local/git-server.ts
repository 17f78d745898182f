// The local Git host: smart HTTP over `git http-backend`. Stands in for GitHub's repository and for its webhooks: after
// a push it asks the engine to look. Run as a daemon: node git-server.ts PORT FOLDER KUBECONFIG
import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { refreshEngines } from './refresh.ts';

const [port, folder, kubeconfig] = process.argv.slice(2);
if (!port || !folder || !kubeconfig) throw new Error('usage: git-server.ts PORT FOLDER KUBECONFIG');

const server = createServer((request, response) => {
  serve(request, response).catch(error => {
    console.error(error);
    response.destroy();
  });
});
server.listen(Number(port), '127.0.0.1', () => console.log(`serving ${folder} on 127.0.0.1:${port}`));

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const backend = spawn('git', ['http-backend'], { env: cgiEnvironment(request, url) });
  request.pipe(backend.stdin);
  backend.stdin.on('error', () => {}); // the backend may close its input early
  backend.stderr.pipe(process.stderr);
  await copyCgiResponse(backend.stdout, response);
  if (url.pathname.endsWith('/git-receive-pack') && request.method === 'POST') {
    const repository = url.pathname.replace(/\/git-receive-pack$/, '');
    await refreshEngines(`http://127.0.0.1:${port}${repository}`, kubeconfig as string);
  }
}

function cgiEnvironment(request: IncomingMessage, url: URL): NodeJS.ProcessEnv {
  return {
    ...process.env,
    GIT_PROJECT_ROOT: folder,
    GIT_HTTP_EXPORT_ALL: '1',
    REMOTE_USER: 'local',
    REMOTE_ADDR: '127.0.0.1',
    PATH_INFO: decodeURIComponent(url.pathname),
    QUERY_STRING: url.search.slice(1),
    REQUEST_METHOD: request.method,
    CONTENT_TYPE: request.headers['content-type'] ?? '',
    CONTENT_LENGTH: request.headers['content-length'],
    HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    GIT_PROTOCOL: request.headers['git-protocol']?.toString() ?? '',
  };
}

/** Splits the CGI answer into status, headers and body. */
async function copyCgiResponse(output: NodeJS.ReadableStream, response: ServerResponse): Promise<void> {
  let head = Buffer.alloc(0);
  let headDone = false;
  for await (const chunk of output as AsyncIterable<Buffer>) {
    if (headDone) {
      response.write(chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) continue;
    headDone = true;
    writeHead(head.subarray(0, end).toString('latin1'), response);
    response.write(head.subarray(end + 4));
  }
  if (!headDone) response.statusCode = 500;
  response.end();
}

function writeHead(text: string, response: ServerResponse): void {
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    const [name, value] = [line.slice(0, colon), line.slice(colon + 1).trim()];
    if (name.toLowerCase() === 'status') response.statusCode = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
}
