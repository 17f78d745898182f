import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);

// actions/toolkit/manifest-names.ts
var deploymentName = "vad-service";
var hpaName = "vad-hpa";
var scaleAnnotation = "vad-gitops.vixio.io/scale-";
var placeholderImage = "vad-service.invalid/unreleased";
var sourceAnnotation = "vad-gitops.vixio.io/source-commit";
var grpcPort = 50051;
var runTrailer = "Vad-Gitops-Run";
var operationTrailer = "Operation";
var sourceTrailer = "Source-Commit";
var requesterTrailer = "Requested-By";
function overlayPath(environment) {
  return `kustomize/overlays/${environment}`;
}
function releasePath(environment) {
  return `${overlayPath(environment)}/release/kustomization.yaml`;
}
function holdPath(environment) {
  return `${overlayPath(environment)}/release/hold.json`;
}
function enginePath(environment, engine) {
  return `kustomize/clusters/${environment}/${engine}`;
}

export {
  deploymentName,
  hpaName,
  scaleAnnotation,
  placeholderImage,
  sourceAnnotation,
  grpcPort,
  runTrailer,
  operationTrailer,
  sourceTrailer,
  requesterTrailer,
  overlayPath,
  releasePath,
  holdPath,
  enginePath
};
