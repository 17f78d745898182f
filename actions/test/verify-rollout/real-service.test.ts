import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sendCanary } from '../../toolkit/canary.ts';
import { plaintext } from '../../toolkit/grpc-access.ts';
import { checkHealth } from '../../toolkit/health.ts';

test('the canary is heard by the real service, and leaves no session behind', async () => {
  const address = await startReal({});
  expect(await sendCanary(address, plaintext)).toEqual({ kind: 'heard', said: 'voice in speech, none in silence' });
});

test('at its session cap the real service refuses the canary, which proves nothing against it', async () => {
  const address = await startReal({ VAD_MAX_SESSIONS: '1' });
  const results = await Promise.all([sendCanary(address, plaintext), sendCanary(address, plaintext)]);
  expect(results.map(result => result.kind).toSorted()).toEqual(['heard', 'refused']);
  // The first has destroyed its session, so that there is room again.
  expect(await sendCanary(address, plaintext)).toMatchObject({ kind: 'heard' });
});

test('where nobody listens it is unanswered', async () => {
  expect(await sendCanary(`127.0.0.1:${await freePort()}`, plaintext)).toMatchObject({ kind: 'unanswered' });
});

async function startReal(env: Record<string, string>): Promise<string> {
  const port = await freePort();
  const main = join(import.meta.dirname, '../../../vad-service/src/main.ts');
  const settings = { VAD_PORT: String(port), VAD_METRICS_PORT: String(await freePort()), ...env };
  const child = spawn(process.execPath, [main], { env: { ...process.env, ...settings }, stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const address = `127.0.0.1:${port}`;
  await expect.poll(() => checkHealth(address, plaintext, 1_000), { timeout: 30_000 }).toBe('SERVING');
  return address;
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
