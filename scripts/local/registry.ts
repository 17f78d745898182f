import { mkdirSync, writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { ensureDaemon, untilReady } from './daemon.ts';
import type { Ports } from './ports.ts';
import { statePath } from './state.ts';

/** The image registry, plain http on loopback. */
export async function ensureRegistry(ports: Ports): Promise<void> {
  const address = registryHost(ports);
  const config = stringify({
    version: '0.1',
    log: { level: 'warn' },
    storage: { filesystem: { rootdirectory: statePath('registry') }, delete: { enabled: true } },
    http: { addr: address },
  });
  mkdirSync(statePath('registry'), { recursive: true });
  writeFileSync(statePath('registry.yml'), config);
  await ensureDaemon({
    name: 'registry',
    command: 'docker-registry',
    args: ['serve', statePath('registry.yml')],
    ports: [ports.registry],
    version: config,
  });
  await untilReady('registry', async () => (await fetch(`http://${address}/v2/`)).ok);
}

export const registryHost = (ports: Ports): string => `127.0.0.1:${ports.registry}`;
