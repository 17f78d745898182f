// No tool: of this release only the CustomResourceDefinitions are used (scripts/local/flux-crds.ts).
module github.com/vixio/vad-gitops/scripts/tools/flux-source-crds

go 1.26.0

require github.com/fluxcd/source-controller v1.8.5 // indirect
