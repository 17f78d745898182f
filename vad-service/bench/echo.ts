/** The service's server with handlers that do nothing: what gRPC alone costs. Logs its port as the service does. */
import type { VADServiceServer } from '../../proto/gen/vad.ts';
import { createCredentials } from '../src/grpc/credentials.ts';
import { Health } from '../src/grpc/health.ts';
import { listen } from '../src/grpc/server.ts';
import { createLogger } from '../src/telemetry.ts';

const reply = (sessionId: string) => ({
  hasVoice: false,
  isSpeaking: false,
  sessionId,
  probability: 0.5,
  framesProcessed: 1000,
  speechEvents: [],
});

const vad: VADServiceServer = {
  createSession: (_, callback) => callback(null, { success: true, message: '' }),
  detect: (call, callback) => callback(null, reply(call.request.sessionId)),
  resetSession: (_, callback) => callback(null, {}),
  destroySession: (_, callback) => callback(null, {}),
  getStats: (_, callback) => callback(null, { activeSessions: 0, totalRequests: 0, sessions: [] }),
  detectStream: call => {
    call.on('data', ({ sessionId }) => call.write(reply(sessionId)));
    call.on('end', () => call.end());
  },
};

const log = createLogger('info', line => process.stdout.write(line));
const health = new Health();
const address = { host: '127.0.0.1', port: 0, variable: 'VAD_PORT' } as const;
const services = { vad, health, reflection: undefined };
const plaintext = await createCredentials(
  { tlsCertificate: undefined, tlsKey: undefined, tlsClientCa: undefined },
  log,
);
const { port } = await listen(address, plaintext, services, log);
log.info('listening', { 'server.port': port });
log.info('serving');
