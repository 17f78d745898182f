import type { handleUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import type { DetectRequest, DetectResponse, VADServiceServer } from '../../../proto/gen/vad.ts';
import { parseEvent } from '../event.ts';
import type { SessionStore } from '../session-store.ts';
import type { Logger } from '../telemetry.ts';
import { type CallWatch, endCall } from './call-end.ts';
import type { DetectStreams } from './detect-streams.ts';
import { toReply } from './reply.ts';
import { parseSettings } from './settings.ts';
import type { UnreadStats } from './unread-stats.ts';

type Answer<Request, Response> = (store: SessionStore, request: Request, done: sendUnaryData<Response>) => void;

/** vad.VADService on a store of sessions. Calls that come before the store is ready wait for it, in order. */
export function createHandlers(
  ready: Promise<SessionStore>,
  streams: DetectStreams,
  unreadStats: UnreadStats,
  watch: CallWatch,
  log: Logger,
): VADServiceServer {
  let store: SessionStore | undefined;
  void ready.then(made => {
    store = made;
  });
  const unary = <Request, Response>(
    method: string,
    answer: Answer<Request, Response>,
  ): handleUnaryCall<Request, Response> => {
    return (call, callback) => {
      const done: sendUnaryData<Response> = (error, response) => {
        callback(endCall(watch, log, method, error), response);
      };
      if (store) attempt(store, call.request, answer, done);
      else void ready.then(made => attempt(made, call.request, answer, done));
    };
  };
  return {
    createSession: unary('CreateSession', (sessions, request, done) => {
      sessions.create(request.sessionId, parseSettings(request));
      done(null, { success: true, message: `Session ${request.sessionId} created` });
    }),
    detect: unary('Detect', detectWith(watch)),
    resetSession: unary('ResetSession', (sessions, { sessionId }, done) => {
      sessions.get(sessionId).reset(error => done(error, {}));
    }),
    destroySession: unary('DestroySession', (sessions, { sessionId }, done) => {
      sessions.destroy(sessionId);
      done(null, {});
    }),
    getStats: unary('GetStats', (sessions, _, done) => {
      unreadStats.assertRoom(sessions.size);
      done(null, stats(sessions));
    }),
    detectStream: call => void ready.then(sessions => streams.serve(call, sessions)),
  };
}

function detectWith(watch: CallWatch): Answer<DetectRequest, DetectResponse> {
  return (store, { sessionId, audioData, event }, done) => {
    const began = performance.now();
    store.detect(sessionId, audioData, parseEvent(event), (error, decision) => {
      watch.detectDone((performance.now() - began) / 1000);
      done(error, decision && toReply(sessionId, decision));
    });
  };
}

/** Answers a call; what is thrown on the way is its answer as well. */
function attempt<Request, Response>(
  store: SessionStore,
  request: Request,
  answer: Answer<Request, Response>,
  done: sendUnaryData<Response>,
): void {
  try {
    answer(store, request, done);
  } catch (error) {
    done(error as Error);
  }
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
