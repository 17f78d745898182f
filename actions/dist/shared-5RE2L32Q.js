import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  errorRegistry
} from "./shared-OBT6BLLR.js";

// actions/toolkit/rollout/rollback-policy.ts
var domains = {
  // The release: it does not start, does not serve, or cannot be applied.
  "sync-failed": "release",
  "manifest-error": "release",
  "image-not-found": "release",
  "image-invalid": "release",
  "config-error": "release",
  "start-failed": "release",
  "crash-loop": "release",
  "oom-killed": "release",
  "probe-failed": "release",
  "admission-denied": "release",
  "pod-refused": "release",
  "progress-deadline": "release",
  "not-serving": "release",
  "canary-deaf": "release",
  "canary-restless": "release",
  "canary-failed": "release",
  // Its manifests: a new image asks for no more than the old one, and is reached by the same Services.
  unschedulable: "manifests",
  "quota-exceeded": "manifests",
  "hpa-unable": "manifests",
  "service-missing": "manifests",
  "service-port-changed": "manifests",
  "service-immutable": "manifests",
  "endpoints-missing": "manifests",
  "endpoints-elsewhere": "manifests",
  "endpoints-port-missing": "manifests",
  "endpoints-wrong-port": "manifests",
  // The cluster, or what others do in it.
  "service-differs": "nothing",
  "endpoints-foreign": "nothing",
  "endpoints-incomplete": "nothing",
  "hpa-no-metrics": "nothing",
  "hpa-bounds": "nothing",
  "pods-evicted": "nothing",
  "cluster-forbidden": "nothing",
  "cluster-unreachable": "nothing",
  "cluster-login-failed": "nothing",
  "id-token-unavailable": "nothing",
  // The engine.
  "engine-objects-invalid": "nothing",
  "engine-paused": "nothing",
  "engine-down": "nothing",
  "source-failed": "nothing",
  // The registry, as the nodes reach it.
  "image-unauthorized": "nothing",
  "image-pull-failed": "nothing",
  // The verification itself, and what it was asked.
  timeout: "nothing",
  cancelled: "nothing",
  unexpected: "nothing",
  "command-failed": "nothing",
  "input-invalid": "nothing",
  "tool-missing": "nothing",
  "commit-unknown": "nothing",
  "git-unavailable": "nothing",
  "digest-mismatch": "nothing",
  "render-failed": "nothing",
  "ledger-failed": "nothing",
  // Of other actions, which verify nothing.
  "image-inputs-empty": "nothing",
  "release-file-invalid": "nothing",
  "hold-invalid": "nothing",
  "render-changed": "nothing",
  "bump-diverged": "nothing",
  "bump-digest-conflict": "nothing",
  "bump-denied": "nothing",
  "bump-contended": "nothing",
  "branch-name-conflict": "nothing",
  "scale-refused": "nothing",
  "digest-unattested": "nothing",
  "rollback-unverified": "nothing",
  "rollback-held": "nothing",
  "rollback-no-target": "nothing",
  "rollback-repeated": "nothing",
  "image-missing": "nothing",
  "revert-conflict": "nothing",
  "github-forbidden": "nothing",
  "github-failed": "nothing",
  "registry-unauthorized": "nothing",
  "registry-failed": "nothing",
  "build-failed": "nothing",
  "push-rejected": "nothing",
  "readback-mismatch": "nothing",
  "attestation-unavailable": "nothing",
  "attestation-missing": "nothing",
  "attestation-failed": "nothing",
  "digest-empty": "nothing",
  drift: "nothing"
};
function faultDomain(reason) {
  return isErrorCode(reason) ? domains[reason] : "nothing";
}
function isErrorCode(text) {
  return Object.hasOwn(errorRegistry, text);
}

export {
  faultDomain
};
