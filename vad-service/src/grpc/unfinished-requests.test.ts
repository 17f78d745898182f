import { once } from 'node:events';
import { connect, constants, createServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { UnfinishedRequests } from './unfinished-requests.ts';

test('ends a request that stops on its way; not a whole one that waits, one that is young, nor a stream', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const requests = new UnfinishedRequests(30_000);
  const begin = (path: string, readableEnded: boolean) => {
    const close = vi.fn();
    requests.began({ readableEnded, close } as unknown as ServerHttp2Stream, path);
    return close;
  };
  const stuck = begin('/vad.VADService/Detect', false);
  const others = [
    begin('/vad.VADService/Detect', true),
    begin('/vad.VADService/DetectStream', false),
    begin('/grpc.health.v1.Health/Watch', false),
  ];
  vi.advanceTimersByTime(20_000);
  others.push(begin('/vad.VADService/Detect', false));
  expect(stuck).not.toHaveBeenCalled();
  vi.advanceTimersByTime(15_000);
  expect(stuck).toHaveBeenCalledWith(constants.NGHTTP2_CANCEL);
  for (const close of others) expect(close).not.toHaveBeenCalled();
});

test('ends a call whose answer nobody reads, a patience after it was seen to be given', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const requests = new UnfinishedRequests(30_000);
  const stream = { readableEnded: true, headersSent: false, close: vi.fn() };
  requests.began(stream as unknown as ServerHttp2Stream, '/vad.VADService/GetStats');
  vi.advanceTimersByTime(300_000); // it waits for the model
  stream.headersSent = true;
  vi.advanceTimersByTime(29_999);
  expect(stream.close).not.toHaveBeenCalled();
  vi.advanceTimersByTime(10_000);
  expect(stream.close).toHaveBeenCalledWith(constants.NGHTTP2_CANCEL);
});

test('a large answer to a client that takes none of it is let go', async () => {
  const requests = new UnfinishedRequests(50);
  const server = createServer().listen(0);
  const closed = Promise.withResolvers<void>();
  server.on('stream', stream => {
    requests.began(stream, '/vad.VADService/GetStats');
    stream.resume().respond();
    stream.end(Buffer.alloc(1_000_000));
    stream.once('close', closed.resolve);
  });
  await once(server, 'listening');
  const client = connect(`http://localhost:${(server.address() as AddressInfo).port}`, {
    settings: { initialWindowSize: 0 },
  });
  onTestFinished(() => {
    client.destroy();
    server.close();
  });
  const call = client.request();
  await once(call, 'close', { signal: AbortSignal.timeout(5000) });
  expect(call.rstCode).toBe(constants.NGHTTP2_CANCEL);
  await closed.promise;
});

test('forgets a request that has ended', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const requests = new UnfinishedRequests(1000);
  const close = vi.fn();
  const stream = { readableEnded: false, close } as unknown as ServerHttp2Stream;
  const closed = requests.began(stream, '/vad.VADService/Detect');
  closed();
  vi.advanceTimersByTime(10_000);
  expect(close).not.toHaveBeenCalled();
});
