import { credentials, type handleUnaryCall, Server, ServerCredentials } from '@grpc/grpc-js';
import { expect, onTestFinished, test } from 'vitest';
import { type Empty, type StatsResponse, VADServiceClient, VADServiceService } from '../../../proto/gen/vad.ts';
import { UnreadStats } from './unread-stats.ts';

const ANSWER: StatsResponse = {
  activeSessions: 1,
  totalRequests: 0,
  sessions: [{ sessionId: 'a', requestCount: 0, ageSeconds: 0, vadLocked: false }],
};

async function connect(unread: UnreadStats, getStats: handleUnaryCall<Empty, StatsResponse>) {
  const server = new Server({ interceptors: [unread.interceptor] });
  server.addService({ getStats: VADServiceService.getStats }, { getStats });
  const bound = Promise.withResolvers<number>();
  const settle = (error: Error | null, port: number) => (error ? bound.reject(error) : bound.resolve(port));
  server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), settle);
  const client = new VADServiceClient(`127.0.0.1:${await bound.promise}`, credentials.createInsecure());
  onTestFinished(() => {
    client.close();
    server.forceShutdown();
  });
  return client;
}

test('an answer is unread from when it is given until its call is over', async () => {
  const unread = new UnreadStats(1);
  const given = Promise.withResolvers<void>();
  const over = Promise.withResolvers<void>();
  const client = await connect(unread, (call, answer) => {
    unread.assertRoom(2); // one alone is always given
    call.once('cancelled', over.resolve);
    answer(null, ANSWER);
    expect(() => unread.assertRoom(1)).toThrow(expect.objectContaining({ fault: 'overloaded' }));
    given.resolve();
  });
  client.getStats({}, () => undefined);
  await given.promise;
  await over.promise;
  unread.assertRoom(1);
});

test('an answer to a client that is gone is not', async () => {
  const unread = new UnreadStats(1);
  const asked = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  const client = await connect(unread, (call, answer) => {
    call.once('cancelled', () => {
      answer(null, ANSWER);
      gone.resolve();
    });
    asked.resolve();
  });
  const call = client.getStats({}, () => undefined);
  await asked.promise;
  call.cancel();
  await gone.promise;
  unread.assertRoom(1);
});
