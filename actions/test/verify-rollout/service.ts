import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import { onTestFinished } from 'vitest';
import { HealthService } from '../../../proto/gen/grpc/health/v1/health.ts';
import { type DetectRequest, VADServiceService } from '../../../proto/gen/vad.ts';

/** A service with a fault, which the real one cannot be made to have. */
export interface ServiceOptions {
  /** 1 is SERVING, 2 NOT_SERVING. */
  readonly health?: number;
  readonly ears?: 'well' | 'deaf' | 'restless' | 'full' | 'broken';
  readonly credentials?: ServerCredentials;
  /** Gets the name of each call. */
  readonly heard?: string[];
}

type Reply = (error: { code: status; details: string } | null, response?: unknown) => void;

/** Starts a real gRPC server that ends with the test; its port. */
export async function startService(options: ServiceOptions): Promise<number> {
  const { health = 1, ears = 'well', credentials = ServerCredentials.createInsecure(), heard = [] } = options;
  const server = new Server();
  server.addService(HealthService, {
    check: (_: unknown, reply: Reply) => reply(null, { status: health }),
    watch: () => {},
  });
  server.addService(VADServiceService, {
    createSession(_: unknown, reply: Reply) {
      heard.push('create');
      if (ears === 'full') reply({ code: status.RESOURCE_EXHAUSTED, details: '4000 sessions are open' });
      else if (ears === 'broken') reply({ code: status.INTERNAL, details: 'internal error' });
      else reply(null, { success: true, message: '' });
    },
    detect({ request }: { request: DetectRequest }, reply: Reply) {
      const hasVoice = ears === 'restless' || (ears === 'well' && isLoud(Buffer.from(request.audioData)));
      const { sessionId } = request;
      reply(null, { hasVoice, isSpeaking: hasVoice, sessionId, probability: 0, framesProcessed: 0, speechEvents: [] });
    },
    destroySession(_: unknown, reply: Reply) {
      heard.push('destroy');
      reply(null, {});
    },
    resetSession: (_: unknown, reply: Reply) => reply(null, {}),
    getStats: (_: unknown, reply: Reply) => reply(null, {}),
    detectStream: () => {},
  });
  onTestFinished(() => server.forceShutdown());
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, port) => (error ? reject(error) : resolve(port)));
  });
}

function isLoud(audio: Buffer): boolean {
  for (let at = 0; at + 1 < audio.length; at += 2) if (Math.abs(audio.readInt16LE(at)) > 500) return true;
  return false;
}
