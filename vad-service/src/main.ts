import { Batch } from './batch.ts';
import { type Config, readConfig } from './config.ts';
import { BootError } from './errors.ts';
import { createCredentials } from './grpc/credentials.ts';
import { DetectStreams } from './grpc/detect-streams.ts';
import { createHandlers } from './grpc/handlers.ts';
import { Health } from './grpc/health.ts';
import { Reflection } from './grpc/reflection.ts';
import { listen } from './grpc/server.ts';
import { UnreadStats } from './grpc/unread-stats.ts';
import { helpText } from './help.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { serveMetrics } from './metrics-server.ts';
import { loadModel } from './model.ts';
import { loadModelThreads } from './model-thread.ts';
import { SessionStore } from './session-store.ts';
import { stopOnSignal } from './shutdown.ts';
import { createLogger, type Logger } from './telemetry.ts';

/** How late at most an idle session or an expired lock is noticed. */
const SWEEP_MS = 5000;

async function serve(config: Config, log: Logger): Promise<void> {
  const { host, port, metricsPort } = config;
  const credentials = await createCredentials(config, log);
  const health = new Health('vad.VADService');
  const reflection = config.reflection === 'on' ? new Reflection('vad.VADService', 'grpc.health.v1.Health') : undefined;
  let store: SessionStore | undefined;
  const metrics = createMetrics({
    sessions: () => store?.size ?? 0,
    lockedSessions: () => store?.sessions().filter(session => session.locked).length ?? 0,
    streams: () => streams.size,
  });
  const streams = new DetectStreams(metrics, log);
  const ready = Promise.withResolvers<SessionStore>();
  const unreadStats = new UnreadStats();
  const vad = createHandlers(ready.promise, streams, unreadStats, metrics, log);
  const services = { vad, health, reflection, interceptors: [unreadStats.interceptor] };
  const listener = await listen({ host, port, variable: 'VAD_PORT' }, credentials, services, log);
  const exposed = await serveMetrics({ host, port: metricsPort, variable: 'VAD_METRICS_PORT' }, metrics.scrape, log);
  const stopping = stopOnSignal(config, log, { health, reflection, streams, listener });
  log.info('listening', { 'server.address': host, 'server.port': listener.port, 'metrics.port': exposed.port });
  store = await openStore(config, metrics, log);
  ready.resolve(store);
  if (stopping.aborted) return;
  health.setServing(true);
  log.info('serving', { 'process.uptime_seconds': process.uptime() });
}

/** Loads the model, and opens a store of sessions on it that forgets what is idle. @throws BootError */
async function openStore(config: Config, metrics: Metrics, log: Logger): Promise<SessionStore> {
  const { workers, modelPath, maxSessions, maxQueueMs } = config;
  const died = (cause: unknown) => endWithThread(cause, log);
  const models = workers === 0 ? [await loadModel(modelPath)] : await loadModelThreads(workers, modelPath, died);
  const limits = {
    maxSessions,
    maxQueueMs,
    maxHeldBytes: config.maxHeldMib * 2 ** 20,
    idleMs: config.idleSeconds * 1000,
    leaseMs: config.leaseSeconds * 1000,
  };
  const store = new SessionStore(
    models.map(model => new Batch(model, metrics, config.gatherMs)),
    limits,
    metrics,
  );
  setInterval(() => store.sweep(), Math.min(SWEEP_MS, limits.idleMs / 4, limits.leaseMs / 4)).unref();
  return store;
}

/** Whoever started the process starts it again; without the thread it would leave part of its sessions unanswered. */
function endWithThread(cause: unknown, log: Logger): never {
  log.error('a thread of the model died, and its sessions with it: the process ends, to be started again', {
    'error.stack_trace': String((cause as Error).stack ?? cause),
  });
  process.exit(1);
}

function refuse(error: unknown): never {
  console.error(error instanceof BootError ? error.message : error);
  process.exit(1);
}

const [argument] = process.argv.slice(2);
if (argument === '--help') {
  process.stdout.write(helpText());
} else if (argument !== undefined) {
  refuse(new BootError(`${argument} means nothing here. --help lists the environment variables that do.`));
} else {
  try {
    const config = readConfig(process.env);
    await serve(
      config,
      createLogger(config.logLevel, line => process.stdout.write(line)),
    );
  } catch (error) {
    refuse(error);
  }
}
