import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  isDigest
} from "./shared-TDZNGA7R.js";
import {
  require_dist
} from "./shared-LRQBTTZK.js";
import {
  ActionError
} from "./shared-OBT6BLLR.js";
import {
  __toESM
} from "./shared-DIOXHLEM.js";

// actions/toolkit/manifest-names.ts
var deploymentName = "vad-service";
var hpaName = "vad-hpa";
var scaleAnnotation = "vad-gitops.vixio.io/scale-";
var placeholderImage = "vad-service.invalid/unreleased";
var sourceAnnotation = "vad-gitops.vixio.io/source-commit";
var grpcPort = 50051;
var clientServices = [
  { name: "vad-service", port: grpcPort, protocol: "TCP" },
  { name: "vad-service-headless", port: grpcPort, protocol: "TCP" }
];
var runTrailer = "Vad-Gitops-Run";
var operationTrailer = "Operation";
var sourceTrailer = "Source-Commit";
var requesterTrailer = "Requested-By";
var withoutPages = ":(exclude,glob)kustomize/**/*.md";
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

// actions/toolkit/release-file.ts
var import_yaml2 = __toESM(require_dist(), 1);

// actions/toolkit/release-document.ts
var import_yaml = __toESM(require_dist(), 1);
function parse(text) {
  const document = (0, import_yaml.parseDocument)(text);
  const [error] = document.errors;
  if (error) throw invalid(error.message, error);
  if (!(0, import_yaml.isMap)(document.contents)) throw invalid("it is not a mapping");
  if (document.get("kind") !== "Component") throw invalid("its kind is not Component");
  return document;
}
function items(document, key) {
  const list = document.get(key);
  if (list === void 0 || list === null) return [];
  if (!(0, import_yaml.isSeq)(list) || !list.items.every((item) => item instanceof import_yaml.YAMLMap))
    throw invalid(`${key} is not a list of mappings`);
  return list.items.filter((item) => item instanceof import_yaml.YAMLMap);
}
function append(document, key, value) {
  const node = document.createNode(value);
  const list = document.get(key);
  if ((0, import_yaml.isSeq)(list)) {
    list.flow = false;
    list.add(node);
  } else {
    const made = new import_yaml.YAMLSeq();
    made.add(node);
    document.set(key, made);
  }
  return node;
}
function remove(document, key, item) {
  const list = document.get(key);
  if (!(0, import_yaml.isSeq)(list)) return;
  list.items = list.items.filter((other) => other !== item);
  if (list.items.length === 0) document.delete(key);
}
function parsePatch(patch) {
  const inner = (0, import_yaml.parseDocument)(textOf(patch, "patch"));
  const [error] = inner.errors;
  if (error) throw invalid(`its patch: ${error.message}`, error);
  return inner;
}
function textOf(map, key) {
  const value = map?.get(key, true);
  return (0, import_yaml.isScalar)(value) && typeof value.value === "string" ? value.value : "";
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
  if ((0, import_yaml2.isMap)(annotations)) annotations.flow = false;
  return inner;
}

export {
  deploymentName,
  hpaName,
  scaleAnnotation,
  placeholderImage,
  sourceAnnotation,
  grpcPort,
  clientServices,
  runTrailer,
  operationTrailer,
  sourceTrailer,
  requesterTrailer,
  withoutPages,
  overlayPath,
  releasePath,
  holdPath,
  enginePath,
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
