import { mkdir } from 'node:fs/promises';
import type { Progress } from '../progress.ts';
import { ensureTools } from '../tools/build.ts';
import { ensureBaseImage } from './base-image.ts';
import { ensureBuildkit } from './buildkit.ts';
import { ensureControlPlane } from './control-plane.ts';
import { expectAllRunning } from './daemon.ts';
import { type EngineName, engines } from './engines.ts';
import { ensureGitServer } from './git.ts';
import { ensureMetricsServer, metricsReady } from './metrics-server.ts';
import { ensureNetwork } from './network.ts';
import { ensureNode, expectNoOtherNode } from './node.ts';
import { clusterPorts, type Ports } from './ports.ts';
import { toolsOf } from './prepare.ts';
import { ensureRegistry } from './registry.ts';
import { stateDirectory } from './state.ts';
import { endStrays } from './strays.ts';

/** A running local cluster: where its parts are reached. */
export interface Cluster {
  readonly ports: Ports;
  /** Folder of the base image's stand-in, an OCI layout. */
  readonly baseImage: string;
}

/** Brings every part of the local cluster up, with these engines; parts that run already are kept. The caller holds the lock. */
export async function ensureCluster(progress: Progress, engineNames: readonly EngineName[]): Promise<Cluster> {
  await ensureTools(toolsOf(engineNames), progress);
  await expectNoOtherNode();
  await mkdir(stateDirectory, { recursive: true });
  await endStrays();
  const ports = await clusterPorts();
  const network = await ensureNetwork();
  await progress.step('image registry', () => ensureRegistry(ports));
  await progress.step('control plane (etcd, API server, controllers)', () => ensureControlPlane(network, ports));
  await progress.step('node (containerd, kubelet, kube-proxy)', () => ensureNode(network, ports));
  await progress.step('metrics-server', () => ensureMetricsServer(network, ports));
  await progress.step('Git server', () => ensureGitServer(ports));
  for (const name of engineNames) await progress.step(engines[name].title, () => engines[name].ensure(ports));
  const builder = await progress.step('BuildKit', () => ensureBuildkit(ports));
  const baseImage = await progress.step('base image (debootstrap, about 40 s the first time)', () =>
    ensureBaseImage(builder),
  );
  await progress.step('metrics API', metricsReady);
  expectAllRunning();
  return { ports, baseImage };
}
