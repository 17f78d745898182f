import type { Config } from './config.ts';
import type { DetectStreams } from './grpc/detect-streams.ts';
import { drain } from './grpc/drain.ts';
import type { Health } from './grpc/health.ts';
import type { Reflection } from './grpc/reflection.ts';
import type { Listener } from './grpc/server.ts';
import type { Logger } from './telemetry.ts';

/** Ctrl-C under npm arrives twice, from the terminal and from npm; a person's second one comes later. */
const SAME_SIGNAL_MS = 500;

/** What has to come to an end. */
export interface Running {
  readonly health: Health;
  readonly reflection: Reflection | undefined;
  readonly streams: DetectStreams;
  readonly listener: Listener;
}

/** The signal that it answers with is aborted once the process is told to stop; the process then ends by itself. */
export function stopOnSignal(config: Config, log: Logger, running: Running): AbortSignal {
  const stopping = new AbortController();
  let stoppingSince: number | undefined;
  const stop = (signal: NodeJS.Signals) => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    stoppingSince = performance.now();
    stopping.abort();
    const connections = running.listener.connections.size;
    log.info('stopping', { signal, connections });
    // Nobody connected and a person at the keyboard: there are no endpoints to wait for.
    const catchUpSeconds = signal === 'SIGINT' && connections === 0 ? 0 : config.drainSeconds;
    void shutDown({ ...config, drainSeconds: catchUpSeconds }, log, running).then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  return stopping.signal;
}

async function shutDown(config: Config, log: Logger, running: Running): Promise<void> {
  const { health, reflection, streams } = running;
  const { connections, close } = running.listener;
  const deadline = AbortSignal.timeout(config.graceSeconds * 1000);
  health.setServing(false);
  const waited = () => {
    health.end();
    reflection?.end();
  };
  const steps = { waited, told: (peer: string) => streams.endFor(peer) };
  try {
    await drain(connections, config.drainSeconds * 1000, steps, deadline);
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
