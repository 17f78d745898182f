import { expect, onTestFinished, test } from 'vitest';
import { BootError } from './errors.ts';
import { serveMetrics } from './metrics-server.ts';
import { createLogger } from './telemetry.ts';

const logged: string[] = [];
const log = createLogger('info', line => logged.push(line));
const address = (port = 0) => ({ host: '127.0.0.1', port, variable: 'VAD_METRICS_PORT' }) as const;

async function serve(scrape = async () => ({ contentType: 'text/plain; version=0.0.4', text: 'up 1\n' })) {
  const server = await serveMetrics(address(), scrape, log);
  onTestFinished(() => server.close());
  return server.port;
}

const ask = async (port: number, path: string, method = 'GET') => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

test('GET /metrics is a scrape, whatever the query', async () => {
  const port = await serve();
  for (const path of ['/metrics', '/metrics?collect=all']) {
    const { status, headers, text } = await ask(port, path);
    expect([status, headers.get('content-type'), text]).toEqual([200, 'text/plain; version=0.0.4', 'up 1\n']);
  }
});

test('other paths are 404, other methods 405', async () => {
  const port = await serve();
  expect((await ask(port, '/')).status).toBe(404);
  expect((await ask(port, '/metrics/x', 'POST')).status).toBe(404);
  const posted = await ask(port, '/metrics', 'POST');
  expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET']);
});

test('a scrape that fails is 500, and why is logged, not told', async () => {
  const port = await serve(() => Promise.reject(new Error('a path, a secret')));
  const { status, text } = await ask(port, '/metrics');
  expect(status).toBe(500);
  expect(text).not.toContain('secret');
  expect(logged.join()).toContain('a path, a secret');
});

test('a taken port is a BootError that names its variable', async () => {
  const port = await serve();
  const second = serveMetrics(address(port), () => Promise.reject(), log);
  await expect(second).rejects.toThrow(BootError);
  await expect(second).rejects.toThrow(`Port ${port} is taken by another process`);
  await expect(second).rejects.toThrow('VAD_METRICS_PORT');
});
