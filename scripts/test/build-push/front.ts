import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Front {
  /** A status to answer with, in place of the registry. */
  readonly refuse?: (asked: IncomingMessage) => number | undefined;
  /** Done when the registry has answered, before the answer is given on. */
  readonly after?: (asked: IncomingMessage) => Promise<void>;
}

/** A server in front of a real registry, for what the registry itself does not do; gives its host:port. */
export async function openFront(registry: string, { refuse, after }: Front): Promise<string> {
  const [hostname, port] = registry.split(':');
  const server = createServer((asked, answer) => {
    const status = refuse?.(asked);
    if (status !== undefined) {
      asked.resume();
      answer.writeHead(status, { 'content-type': 'application/json' });
      answer.end(JSON.stringify({ errors: [{ code: 'DENIED', message: 'not for you' }] }));
      return;
    }
    const { method, url, headers } = asked;
    const forward = request({ hostname, port, method, path: url, headers }, async given => {
      await after?.(asked);
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
    });
    forward.on('error', () => answer.destroy());
    asked.pipe(forward);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
