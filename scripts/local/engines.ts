import { moduleSource } from '../tools/module-source.ts';
import type { ToolModule } from '../tools/tools.ts';
import { argocdDaemons, argocdModule, ensureArgocd } from './argocd.ts';
import { ensureFlux, fluxDaemons } from './flux.ts';
import { fluxCustomResources } from './flux-crds.ts';
import type { Ports } from './ports.ts';

/** How the local cluster runs a GitOps engine. */
export interface Engine {
  /** As a person knows it. */
  readonly title: string;
  /** Where its own objects are, those of kustomize/clusters/ among them. */
  readonly namespace: string;
  readonly tools: readonly ToolModule[];
  /** Brings the Go modules that `ensure` takes its CRDs from into their cache. */
  download(): Promise<unknown>;
  ensure(ports: Ports): Promise<void>;
  /** The processes that `ensure` starts. */
  readonly daemons: readonly string[];
}

/** As everything else names them: actions, workflows, kustomize/clusters/. */
export type EngineName = 'argocd' | 'flux';

export const engines: Readonly<Record<EngineName, Engine>> = {
  argocd: {
    title: 'Argo CD',
    namespace: 'argocd',
    tools: ['argocd'],
    download: () => moduleSource('argocd', argocdModule),
    ensure: ensureArgocd,
    daemons: argocdDaemons,
  },
  flux: {
    title: 'Flux',
    namespace: 'flux-system',
    tools: ['flux-source-controller', 'flux-kustomize-controller'],
    download: fluxCustomResources,
    ensure: ensureFlux,
    daemons: fluxDaemons,
  },
};

/** In the order in which they are offered; the first is the default. */
export const engineNames = Object.keys(engines) as readonly EngineName[];
