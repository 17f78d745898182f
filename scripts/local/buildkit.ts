import { mkdirSync, writeFileSync } from 'node:fs';
import { $ } from 'zx';
import { ensureDaemon, untilReady } from './daemon.ts';
import type { Ports } from './ports.ts';
import { registryHost } from './registry.ts';
import { names, statePath } from './state.ts';

export type Builder = typeof names.builder;

/** Keeps buildx's and the registry client's settings out of the user's own. */
export const buildxEnvironment = {
  BUILDX_CONFIG: statePath('buildx'),
  DOCKER_CONFIG: statePath('docker'),
  BUILDX_BUILDER: names.builder,
} as const;

/** BuildKit's daemon and the buildx builder that talks to it. */
export async function ensureBuildkit(ports: Ports): Promise<Builder> {
  const socket = `unix://${statePath('buildkit', 'buildkitd.sock')}`;
  const config = [
    `root = "${statePath('buildkit', 'root')}"`,
    '[otel]',
    `  socketPath = "${statePath('buildkit', 'otel.sock')}"`,
    '[worker.oci]',
    '  enabled = true',
    `  defaultCgroupParent = "/${names.cgroup}/buildkit"`,
    '[worker.containerd]',
    '  enabled = false',
    `[registry."${registryHost(ports)}"]`,
    '  http = true',
  ].join('\n');
  mkdirSync(statePath('buildkit'), { recursive: true });
  writeFileSync(statePath('buildkitd.toml'), config);
  const args = ['--config', statePath('buildkitd.toml'), '--addr', socket];
  await ensureDaemon({ name: 'buildkitd', command: 'buildkitd', args, version: config });
  const run = $({ quiet: true, env: { ...process.env, ...buildxEnvironment } });
  const known = await run({ nothrow: true })`buildx inspect ${names.builder}`;
  if (known.exitCode !== 0) await run`buildx create --name ${names.builder} --driver remote ${socket}`;
  await untilReady('buildkitd', async () => {
    const { stdout } = await run`buildx inspect ${names.builder}`;
    return /Status:\s+running/.test(stdout);
  });
  return names.builder;
}
