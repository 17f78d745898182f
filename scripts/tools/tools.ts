import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A Go module under scripts/tools/ and the binaries that one `go build` of it makes. */
export interface Tool {
  readonly module: string;
  /** binary name → Go package */
  readonly binaries: Readonly<Record<string, string>>;
  readonly ldflags?: string;
  /** Go build tags */
  readonly tags?: string;
  /** Seconds of a cold build on two cores, for the progress line only. */
  readonly coldSeconds: number;
}

const KUBERNETES_VERSION = 'v1.34.4';
const kubernetesCommands = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kube-proxy',
  'kubectl',
] as const;

/** In the order in which they are built. The versions are in each module's go.mod, checked by its go.sum. */
export const tools = [
  {
    module: 'kubernetes',
    binaries: Object.fromEntries(kubernetesCommands.map(name => [name, `k8s.io/kubernetes/cmd/${name}`])),
    ldflags: `-X k8s.io/component-base/version.gitVersion=${KUBERNETES_VERSION}`,
    coldSeconds: 272,
  },
  { module: 'kustomize', binaries: { kustomize: 'sigs.k8s.io/kustomize/kustomize/v5' }, coldSeconds: 11 },
  { module: 'buildkit', binaries: { buildkitd: 'github.com/moby/buildkit/cmd/buildkitd' }, coldSeconds: 47 },
  { module: 'buildx', binaries: { buildx: 'github.com/docker/buildx/cmd/buildx' }, coldSeconds: 102 },
  { module: 'argocd', binaries: { argocd: 'github.com/argoproj/argo-cd/v3/cmd' }, coldSeconds: 159 },
  {
    module: 'flux-source-controller',
    binaries: { 'source-controller': 'github.com/fluxcd/source-controller' },
    coldSeconds: 152,
  },
  {
    module: 'flux-kustomize-controller',
    binaries: { 'kustomize-controller': 'github.com/fluxcd/kustomize-controller' },
    coldSeconds: 149,
  },
  {
    module: 'metrics-server',
    binaries: { 'metrics-server': 'sigs.k8s.io/metrics-server/cmd/metrics-server' },
    coldSeconds: 90,
  },
  { module: 'act', binaries: { act: 'github.com/nektos/act' }, coldSeconds: 20 },
  { module: 'actionlint', binaries: { actionlint: 'github.com/rhysd/actionlint/cmd/actionlint' }, coldSeconds: 10 },
  { module: 'kubeconform', binaries: { kubeconform: 'github.com/yannh/kubeconform/cmd/kubeconform' }, coldSeconds: 10 },
  // 2.2.1: what was tagged later is no module by Go's rules (its path lacks /v2)
  { module: 'h2spec', binaries: { h2spec: 'github.com/summerwind/h2spec/cmd/h2spec' }, coldSeconds: 16 },
  {
    module: 'grpc-health-probe',
    binaries: { 'grpc-health-probe': 'github.com/grpc-ecosystem/grpc-health-probe' },
    coldSeconds: 20,
  },
  { module: 'grpcurl', binaries: { grpcurl: 'github.com/fullstorydev/grpcurl/cmd/grpcurl' }, coldSeconds: 43 },
  {
    module: 'prometheus',
    binaries: {
      prometheus: 'github.com/prometheus/prometheus/cmd/prometheus',
      promtool: 'github.com/prometheus/prometheus/cmd/promtool',
    },
    // without the clouds' service discoveries, which are most of it
    tags: 'remove_all_sd',
    coldSeconds: 134,
  },
  { module: 'ghz', binaries: { ghz: 'github.com/bojand/ghz/cmd/ghz' }, coldSeconds: 37 },
] as const satisfies readonly Tool[];

export type ToolModule = (typeof tools)[number]['module'];
/** Modules that are pinned for files in them. Nothing is built of flux-source-crds: versions of CRDs that its older sibling lacks. */
export type SourceModule = ToolModule | 'flux-source-crds';

/** What `npm run check` needs. */
export const checkTools: readonly ToolModule[] = ['kustomize', 'actionlint', 'kubeconform'];
/** What `npm run up` needs beside its engine (scripts/local/engines.ts). */
export const clusterTools: readonly ToolModule[] = [
  'kubernetes',
  'kustomize',
  'buildkit',
  'buildx',
  'metrics-server',
  'act',
];
/** What puts load on the service. */
export const benchTools: readonly ToolModule[] = ['ghz'];

/** The folder of one tool's own Go module. */
export function moduleDirectory(module: SourceModule): string {
  return join(import.meta.dirname, module);
}

/** Where built tools are kept between checkouts: `$XDG_CACHE_HOME` or `~/.cache`. */
export function cacheDirectory(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'vad-gitops');
}

/** Where the binaries of a tool of the list are. */
export function toolDirectory(module: ToolModule): string {
  return binDirectory(tools.find(tool => tool.module === module) as Tool);
}

/** The folder that holds a tool's binaries: its name tells every input of the build. */
export function binDirectory(tool: Tool): string {
  const hash = createHash('sha256').update(`${tool.ldflags ?? ''}${tool.tags ?? ''}`);
  for (const file of ['go.mod', 'go.sum']) hash.update(readFileSync(join(import.meta.dirname, tool.module, file)));
  return join(cacheDirectory(), 'tools', `${tool.module}-${hash.digest('hex').slice(0, 16)}`);
}
