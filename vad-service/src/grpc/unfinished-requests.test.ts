import { constants, type ServerHttp2Stream } from 'node:http2';
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

test('forgets a request that has ended', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const requests = new UnfinishedRequests(1000);
  const close = vi.fn();
  const stream = { readableEnded: false, close } as unknown as ServerHttp2Stream;
  requests.began(stream, '/vad.VADService/Detect');
  requests.closed(stream);
  vi.advanceTimersByTime(10_000);
  expect(close).not.toHaveBeenCalled();
});
