import { copyFile, mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { $ } from 'zx';
import type { Ports } from './ports.ts';
import { registryHost } from './registry.ts';
import { statePath } from './state.ts';

/** The sandbox image of every pod: busybox that sleeps. */
export const pauseImage = (ports: Ports): string => `${registryHost(ports)}/pause:1`;

/** Builds the pause image out of the machine's static busybox and pushes it, unless the registry has it. */
export async function ensurePauseImage(ports: Ports): Promise<void> {
  const headers = { accept: 'application/vnd.oci.image.manifest.v1+json' };
  const manifest = await fetch(`http://${registryHost(ports)}/v2/pause/manifests/1`, { headers });
  if (manifest.ok) return;
  const folder = statePath('pause');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const run = $({ cwd: folder, quiet: true });
  await run`umoci init --layout image`;
  await run`umoci new --image image:1`;
  await run`umoci unpack --image image:1 bundle`;
  const bin = join(folder, 'bundle/rootfs/bin');
  await mkdir(bin, { recursive: true });
  await copyFile('/bin/busybox', join(bin, 'busybox'));
  await symlink('busybox', join(bin, 'sleep'));
  await run`umoci repack --image image:1 bundle`;
  await run`umoci config --image image:1 --config.entrypoint /bin/sleep --config.cmd 1000000000`;
  await run`skopeo copy --quiet --dest-tls-verify=false oci:image:1 docker://${pauseImage(ports)}`;
  await rm(folder, { recursive: true, force: true });
}
