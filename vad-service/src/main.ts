import { type Config, readConfig } from './config.ts';
import { BootError } from './errors.ts';
import { drain } from './grpc/drain.ts';
import { createHandlers } from './grpc/handlers.ts';
import { Health } from './grpc/health.ts';
import { type Listener, listen } from './grpc/server.ts';
import { helpText } from './help.ts';
import { loadModel } from './model.ts';
import { SessionStore } from './session-store.ts';
import { createLogger, type Logger } from './telemetry.ts';

/** Ctrl-C under npm arrives twice, from the terminal and from npm; a person's second one comes later. */
const SAME_SIGNAL_MS = 500;

async function serve(config: Config, log: Logger): Promise<void> {
  const health = new Health('vad.VADService');
  const ready = Promise.withResolvers<SessionStore>();
  const listener = await listen(config.host, config.port, createHandlers(ready.promise, log), health, log);
  const stopping = stopOnSignal(config, log, health, listener);
  log.info('listening', { 'server.address': config.host, 'server.port': listener.port });
  ready.resolve(new SessionStore(await loadModel(config.modelPath), config.maxSessions));
  if (stopping.aborted) return;
  health.setServing(true);
  log.info('serving', { 'process.uptime_seconds': process.uptime() });
}

/** The signal that it answers with is aborted once the process is told to stop. */
function stopOnSignal(config: Config, log: Logger, health: Health, listener: Listener): AbortSignal {
  const stopping = new AbortController();
  let stoppingSince: number | undefined;
  const stop = (signal: NodeJS.Signals) => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    stoppingSince = performance.now();
    stopping.abort();
    log.info('stopping', { signal, connections: listener.connections.size });
    // Nobody connected and a person at the keyboard: there are no endpoints to wait for.
    const catchUpSeconds = signal === 'SIGINT' && listener.connections.size === 0 ? 0 : config.drainSeconds;
    void shutDown({ ...config, drainSeconds: catchUpSeconds }, log, health, listener).then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  return stopping.signal;
}

async function shutDown(config: Config, log: Logger, health: Health, { connections, close }: Listener): Promise<void> {
  const deadline = AbortSignal.timeout(config.graceSeconds * 1000);
  health.setServing(false);
  try {
    await drain(connections, config.drainSeconds * 1000, () => health.end(), deadline);
    await Promise.race([close(), aborted(deadline)]);
    log.info('stopped');
  } catch {
    log.warn('stopped before all was quiet: the grace period is over', { connections: connections.size });
    connections.destroyAll();
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
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
