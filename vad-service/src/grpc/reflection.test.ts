import { once } from 'node:events';
import { credentials, Server, ServerCredentials, status } from '@grpc/grpc-js';
import { expect, onTestFinished, test, vi } from 'vitest';
import {
  ServerReflectionClient,
  type ServerReflectionResponse,
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
  let ahead = 0;
  const client = await connect({
    serverReflectionInfo: stream => {
      serverReflectionInfo(stream);
      stream.on('data', () => {
        piled = Math.max(piled, stream.writableLength);
        ahead = Math.max(ahead, stream.readableLength);
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
  expect(ahead).toBeLessThanOrEqual(1);
});

test('a request that is too long ends the stream, after the answers to those before it', async () => {
  const stream = (await connect(new Reflection().handlers)).serverReflectionInfo();
  const answers: ServerReflectionResponse[] = [];
  stream.on('data', answer => answers.push(answer));
  const failed = once(stream, 'end', { signal: AbortSignal.timeout(5000) });
  const longest = 'x'.repeat(4096 - 3); // a tag and a length
  for (const fileByFilename of [longest, `${longest}x`, 'vad.proto']) stream.write({ host: '', fileByFilename });
  await expect(failed).rejects.toMatchObject({
    code: status.INVALID_ARGUMENT,
    details: 'the request is 4097 bytes long; at most 4096 are allowed',
  });
  expect(answers.map(answer => answer.originalRequest?.fileByFilename)).toEqual([longest]);
});

test('a stream that begins after the end is ended', async () => {
  const reflection = new Reflection();
  reflection.end();
  const stream = (await connect(reflection.handlers)).serverReflectionInfo();
  stream.resume();
  await once(stream, 'end', { signal: AbortSignal.timeout(5000) });
});
