import { once } from 'node:events';
import { credentials, Server, ServerCredentials } from '@grpc/grpc-js';
import { expect, onTestFinished, test, vi } from 'vitest';
import {
  ServerReflectionClient,
  type ServerReflectionServer,
  ServerReflectionService,
} from '../../../proto/gen/grpc/reflection/v1/reflection.ts';
import { Reflection } from './reflection.ts';

const QUESTIONS = 2000;

async function connect(handlers: ServerReflectionServer) {
  const server = new Server();
  server.addService(ServerReflectionService, handlers);
  const bound = Promise.withResolvers<number>();
  const settle = (error: Error | null, port: number) => (error ? bound.reject(error) : bound.resolve(port));
  server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), settle);
  const client = new ServerReflectionClient(`127.0.0.1:${await bound.promise}`, credentials.createInsecure());
  onTestFinished(() => {
    client.close();
    server.forceShutdown();
  });
  return client;
}

test('answers that nobody reads do not pile up, and come once they are read', async () => {
  const { serverReflectionInfo } = new Reflection().handlers;
  let piled = 0;
  const client = await connect({
    serverReflectionInfo: stream => {
      serverReflectionInfo(stream);
      stream.on('data', () => {
        piled = Math.max(piled, stream.writableLength);
      });
    },
  });
  const stream = client.serverReflectionInfo();
  stream.write({ host: '', listServices: '' });
  await once(stream, 'data', { signal: AbortSignal.timeout(5000) });
  stream.pause();
  for (let i = 0; i < QUESTIONS; i++) stream.write({ host: '', fileByFilename: 'vad.proto' });
  stream.end();
  await vi.waitFor(() => expect(piled).toBeGreaterThanOrEqual(16), { timeout: 10_000 });
  expect(await stream.toArray()).toHaveLength(QUESTIONS);
  expect(piled).toBeLessThan(32);
});

test('a stream that begins after the end is ended', async () => {
  const reflection = new Reflection();
  reflection.end();
  const stream = (await connect(reflection.handlers)).serverReflectionInfo();
  stream.resume();
  await once(stream, 'end', { signal: AbortSignal.timeout(5000) });
});
