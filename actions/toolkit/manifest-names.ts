// Names that kustomize/ and the actions agree on.

/** The Deployment, and its container. */
export const deploymentName = 'vad-service';

/** The Deployment's autoscaler. */
export const hpaName = 'vad-hpa';

/** On the autoscaler, where its bounds are temporary: begins the names of our annotations. */
export const scaleAnnotation = 'vad-gitops.vixio.io/scale-';

/** The base's image, which can never be pulled; the release file puts the pinned one in its place. */
export const placeholderImage = 'vad-service.invalid/unreleased';

/** On the Deployment's own metadata: the commit whose source runs. */
export const sourceAnnotation = 'vad-gitops.vixio.io/source-commit';

/** Where the service answers gRPC. */
export const grpcPort = 50051;

/** A Service by which clients reach the pods: its name, and the port that they dial. */
export interface ClientService {
  readonly name: string;
  readonly port: number;
  readonly protocol: 'TCP';
}

/** The Services that clients use. */
export const clientServices: readonly ClientService[] = [
  { name: 'vad-service', port: grpcPort, protocol: 'TCP' },
  { name: 'vad-service-headless', port: grpcPort, protocol: 'TCP' },
];

/** In a bump's commit message: the run that made it. */
export const runTrailer = 'Vad-Gitops-Run';

/** In the message of a commit that an operator's action made: which operation it was. */
export const operationTrailer = 'Operation';

/** In the message of a commit that releases: the commit whose source it releases. */
export const sourceTrailer = 'Source-Commit';

/** In the message of a commit that a person asked for: who that was. */
export const requesterTrailer = 'Requested-By';

/** Leaves out, as a Git pathspec, the pages beside the manifests. */
export const withoutPages = ':(exclude,glob)kustomize/**/*.md';

/** The folder of an environment's overlay. */
export function overlayPath(environment: string): string {
  return `kustomize/overlays/${environment}`;
}

/** The file that says what runs in an environment. */
export function releasePath(environment: string): string {
  return `${overlayPath(environment)}/release/kustomization.yaml`;
}

/** The file that keeps releases away from an environment, where there is one. */
export function holdPath(environment: string): string {
  return `${overlayPath(environment)}/release/hold.json`;
}

/** The folder that says how an engine pulls an environment. */
export function enginePath(environment: string, engine: string): string {
  return `kustomize/clusters/${environment}/${engine}`;
}

/** The Argo CD Application of an environment. */
export function applicationPath(environment: string): string {
  return `${enginePath(environment, 'argocd')}/application.yaml`;
}
