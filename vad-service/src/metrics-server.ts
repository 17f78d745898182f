import { once } from 'node:events';
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cannotListen, type ListenAddress } from './listen-address.ts';
import type { Scrape } from './metrics.ts';
import type { Logger } from './telemetry.ts';

const PATH = '/metrics';
/** A scrape is one short request; whoever takes longer is not Prometheus. */
const TIMEOUTS = { headersTimeout: 5000, requestTimeout: 5000, connectionsCheckingInterval: 5000 };
const IDLE_MS = 10_000;
const MAX_CONNECTIONS = 64;

export interface MetricsServer {
  /** The port that was really taken. */
  readonly port: number;
  close(): void;
}

/**
 * Serves GET /metrics over HTTP, plaintext even where gRPC has TLS. It does not keep the process alive.
 * @throws BootError when the address cannot be had
 */
export async function serveMetrics(
  address: ListenAddress,
  scrape: () => Promise<Scrape>,
  log: Logger,
): Promise<MetricsServer> {
  const server = createServer(TIMEOUTS, (request, response) => void answer(request, response, scrape, log));
  server.setTimeout(IDLE_MS);
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(address.port, address.host);
  await once(server, 'listening').catch(cause => {
    throw cannotListen(address, cause);
  });
  server.unref();
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port: (server.address() as AddressInfo).port, close };
}

async function answer(
  { method, url }: IncomingMessage,
  response: ServerResponse,
  scrape: () => Promise<Scrape>,
  log: Logger,
): Promise<void> {
  const say = (status: number, text: string, headers: OutgoingHttpHeaders = {}) =>
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers }).end(text);
  if (url?.split('?')[0] !== PATH) return void say(404, `Metrics are at ${PATH}.\n`);
  if (method !== 'GET') return void say(405, `${PATH} is read by GET.\n`, { allow: 'GET' });
  try {
    const { contentType, text } = await scrape();
    say(200, text, { 'content-type': contentType });
  } catch (error) {
    log.error('metrics could not be gathered', { 'error.stack_trace': String((error as Error).stack) });
    say(500, 'The metrics could not be gathered; the service has logged why.\n');
  }
}
