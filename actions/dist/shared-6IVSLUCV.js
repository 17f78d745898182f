import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  deploymentName
} from "./shared-3XZSOC7W.js";
import {
  parseImage
} from "./shared-TDZNGA7R.js";
import {
  require_dist
} from "./shared-LRQBTTZK.js";
import {
  listAt,
  textAt
} from "./shared-KV5TVEEZ.js";
import {
  ActionError,
  execute,
  quote,
  tail
} from "./shared-WKLTEIA5.js";
import {
  __toESM
} from "./shared-DIOXHLEM.js";

// actions/toolkit/kustomize.ts
var import_yaml = __toESM(require_dist(), 1);
async function render({ dir, signal }, path) {
  const command = { file: "kustomize", args: ["build", path], cwd: dir, signal };
  const outcome = await execute(command);
  if (outcome.code !== 0) {
    throw new ActionError("render-failed", `${quote(command)} failed:
${tail(outcome.stderr, 20)}`);
  }
  return parseManifests(outcome.stdout.toString());
}
function parseManifests(text) {
  const manifests = [];
  for (const document of (0, import_yaml.parseAllDocuments)(text)) {
    if (document.errors[0])
      throw new ActionError("render-failed", `kustomize gave broken YAML: ${document.errors[0].message}`);
    const value = document.toJS();
    if (value !== null) manifests.push(value);
  }
  return manifests;
}
function renderedImage(manifests) {
  const containers = listAt(serviceDeployment(manifests), "spec", "template", "spec", "containers");
  const own = containers.find((container) => textAt(container, "name") === deploymentName);
  return textAt(own, "image") || void 0;
}
function renderedDigest(manifests) {
  return parseImage(renderedImage(manifests) ?? "").digest;
}
function renderedNamespace(manifests) {
  return textAt(serviceDeployment(manifests), "metadata", "namespace");
}
function serviceDeployment(manifests) {
  return manifests.find(
    (manifest) => textAt(manifest, "kind") === "Deployment" && textAt(manifest, "metadata", "name") === deploymentName
  );
}

export {
  render,
  parseManifests,
  renderedImage,
  renderedDigest,
  renderedNamespace
};
