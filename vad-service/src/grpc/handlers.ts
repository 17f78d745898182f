import { type handleUnaryCall, status } from '@grpc/grpc-js';
import type { VADServiceServer } from '../../../proto/gen/vad.ts';
import { parseEvent } from '../event.ts';
import type { SessionStore } from '../session-store.ts';
import type { Logger } from '../telemetry.ts';
import { toStatus } from './status.ts';

/** vad.VADService on a store of sessions. Calls that come before the store is ready wait for it, in order. */
export function createHandlers(ready: Promise<SessionStore>, log: Logger): VADServiceServer {
  return {
    createSession: unary(ready, log, (store, { sessionId, ...settings }) => {
      store.create(sessionId, settings);
      return { success: true, message: `Session ${sessionId} created` };
    }),
    detect: unary(ready, log, async (store, { sessionId, audioData, event }) => {
      const session = store.get(sessionId);
      const decision = await session.detect(audioData, parseEvent(event));
      return { ...decision, sessionId };
    }),
    resetSession: unary(ready, log, async (store, { sessionId }) => {
      await store.get(sessionId).reset();
      return {};
    }),
    destroySession: unary(ready, log, (store, { sessionId }) => {
      store.destroy(sessionId);
      return {};
    }),
    getStats: unary(ready, log, store => stats(store)),
  };
}

function stats(store: SessionStore) {
  const sessions = store.sessions().map(session => ({
    sessionId: session.id,
    requestCount: session.requests,
    ageSeconds: session.ageSeconds,
    vadLocked: session.locked,
  }));
  return { activeSessions: sessions.length, totalRequests: store.totalRequests, sessions };
}

function unary<Request, Response>(
  ready: Promise<SessionStore>,
  log: Logger,
  answer: (store: SessionStore, request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return async (call, callback) => {
    try {
      callback(null, await answer(await ready, call.request));
    } catch (error) {
      const ended = toStatus(error);
      if (ended.code === status.INTERNAL) {
        log.error('a call failed', {
          'rpc.method': call.getPath(),
          'error.stack_trace': String((error as Error).stack),
        });
      }
      callback(ended);
    }
  };
}
