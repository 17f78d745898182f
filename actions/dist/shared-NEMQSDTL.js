import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  isDigest,
  parseImage
} from "./shared-TDZNGA7R.js";
import {
  deploymentName,
  placeholderImage,
  sourceAnnotation
} from "./shared-S5KZE6MO.js";
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
} from "./shared-HSRIQEXX.js";
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

// actions/toolkit/release-file.ts
var import_yaml3 = __toESM(require_dist(), 1);

// actions/toolkit/release-document.ts
var import_yaml2 = __toESM(require_dist(), 1);
function parse(text) {
  const document = (0, import_yaml2.parseDocument)(text);
  const [error] = document.errors;
  if (error) throw invalid(error.message, error);
  if (!(0, import_yaml2.isMap)(document.contents)) throw invalid("it is not a mapping");
  if (document.get("kind") !== "Component") throw invalid("its kind is not Component");
  return document;
}
function items(document, key) {
  const list = document.get(key);
  if (list === void 0 || list === null) return [];
  if (!(0, import_yaml2.isSeq)(list) || !list.items.every((item) => item instanceof import_yaml2.YAMLMap))
    throw invalid(`${key} is not a list of mappings`);
  return list.items.filter((item) => item instanceof import_yaml2.YAMLMap);
}
function append(document, key, value) {
  const node = document.createNode(value);
  const list = document.get(key);
  if ((0, import_yaml2.isSeq)(list)) {
    list.flow = false;
    list.add(node);
  } else {
    const made = new import_yaml2.YAMLSeq();
    made.add(node);
    document.set(key, made);
  }
  return node;
}
function remove(document, key, item) {
  const list = document.get(key);
  if (!(0, import_yaml2.isSeq)(list)) return;
  list.items = list.items.filter((other) => other !== item);
  if (list.items.length === 0) document.delete(key);
}
function parsePatch(patch) {
  const inner = (0, import_yaml2.parseDocument)(textOf(patch, "patch"));
  const [error] = inner.errors;
  if (error) throw invalid(`its patch: ${error.message}`, error);
  return inner;
}
function textOf(map, key) {
  const value = map?.get(key, true);
  return (0, import_yaml2.isScalar)(value) && typeof value.value === "string" ? value.value : "";
}
function invalid(why, cause) {
  return new ActionError("release-file-invalid", `The release file is not what the actions write: ${why}.`, { cause });
}

// actions/toolkit/release-file.ts
function readRelease(text) {
  const document = parse(text);
  const image = findImage(document);
  const patch = findPatch(document);
  if (!image && !patch) return void 0;
  const release = {
    repository: textOf(image, "newName"),
    tag: textOf(image, "newTag"),
    digest: textOf(image, "digest"),
    sourceCommit: patch ? String(readPatch(patch).getIn(annotationPath) ?? "") : ""
  };
  const missing = Object.entries(release).filter(([, value]) => value === "").map(([name]) => name);
  if (missing.length > 0) throw invalid(`it records no ${missing.join(", ")}`);
  if (!isDigest(release.digest)) throw invalid(`'${release.digest}' is no digest`);
  return release;
}
function editRelease(text, release) {
  const document = parse(text);
  const image = findImage(document) ?? append(document, "images", { name: placeholderImage });
  image.set("newName", release.repository);
  image.set("newTag", release.tag);
  image.set("digest", release.digest);
  const patch = findPatch(document) ?? append(document, "patches", newPatch());
  const inner = readPatch(patch);
  inner.setIn(annotationPath, release.sourceCommit);
  patch.set("patch", inner.toString());
  return document.toString({ lineWidth: 0 });
}
var annotationPath = ["metadata", "annotations", sourceAnnotation];
function findImage(document) {
  return items(document, "images").find((image) => image.get("name") === placeholderImage);
}
function findPatch(document) {
  return items(document, "patches").find(
    (patch) => patch.getIn(["target", "kind"]) === "Deployment" && patch.getIn(["target", "name"]) === deploymentName && textOf(patch, "patch").includes(sourceAnnotation)
  );
}
function newPatch() {
  const patch = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${deploymentName}
  annotations: {${sourceAnnotation}: ''}
`;
  return { target: { kind: "Deployment", name: deploymentName }, patch };
}
function readPatch(patch) {
  const inner = parsePatch(patch);
  const annotations = inner.getIn(["metadata", "annotations"]);
  if ((0, import_yaml3.isMap)(annotations)) annotations.flow = false;
  return inner;
}

export {
  render,
  parseManifests,
  renderedImage,
  renderedDigest,
  renderedNamespace,
  parse,
  items,
  append,
  remove,
  parsePatch,
  textOf,
  invalid,
  readRelease,
  editRelease
};
