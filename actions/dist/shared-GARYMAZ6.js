import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  isInstant
} from "./shared-VQ3LD4XD.js";
import {
  append,
  hpaName,
  invalid,
  items,
  parse,
  parsePatch,
  releasePath,
  remove,
  scaleAnnotation,
  textOf
} from "./shared-WUMOF5Q6.js";
import {
  require_dist
} from "./shared-LRQBTTZK.js";
import {
  git
} from "./shared-FCLMPENQ.js";
import {
  __toESM
} from "./shared-DIOXHLEM.js";

// actions/toolkit/environments.ts
var [overlays, clusters] = ["kustomize/overlays/", "kustomize/clusters/"];
async function pulledEnvironments(repository, commit) {
  const paths2 = await listFiles(repository, commit);
  const pulled = foldersIn(paths2, clusters);
  return foldersIn(paths2, overlays).filter((name) => pulled.includes(name));
}
async function writtenEnvironments(repository, commit) {
  const paths2 = await listFiles(repository, commit);
  return foldersIn(paths2, overlays).filter((name) => paths2.includes(releasePath(name)));
}
async function listFiles(repository, commit) {
  const listed = await git(repository, "ls-tree", "-r", "-z", "--name-only", commit, "--", overlays, clusters);
  return listed.split("\0");
}
function foldersIn(paths2, parent) {
  const below = paths2.filter((path) => path.startsWith(parent)).map((path) => path.slice(parent.length));
  return [...new Set(below.flatMap((path) => /^([^/]+)\//.exec(path)?.[1] ?? []))].toSorted();
}

// actions/toolkit/scale-expiry.ts
var keys = { min: "min", max: "max", cpuTarget: "cpu-target" };
var names = ["min", "max", "cpuTarget"];
var nothing = "overlay";
function formatPinned(pinned) {
  const parts = names.filter((name) => pinned[name] !== void 0).map((name) => `${keys[name]}=${pinned[name]}`);
  return parts.join(" ") || nothing;
}
function parsePinned(text) {
  if (text === nothing) return {};
  const pinned = {};
  for (const part of text.split(" ")) {
    const [, key, value] = /^([a-z-]+)=([1-9]\d{0,8})$/.exec(part) ?? [];
    const name = names.find((candidate) => keys[candidate] === key);
    if (name === void 0 || pinned[name] !== void 0) return void 0;
    pinned[name] = Number(value);
  }
  return pinned;
}
function isSamePinned(one, other) {
  return formatPinned(one) === formatPinned(other);
}
function readTemporary(annotation) {
  const [until, set, back, reason] = ["until", "set", "back", "reason"].map(annotation);
  if ([until, set, back, reason].every((value) => value === void 0)) return void 0;
  const pinned = [set, back].map((value) => typeof value === "string" ? parsePinned(value) : void 0);
  if (!isInstant(until) || typeof until !== "string" || typeof reason !== "string" || !pinned[0] || !pinned[1])
    throw invalid("the annotations of the autoscaler's temporary bounds are not whole");
  return { until, set: pinned[0], back: pinned[1], reason };
}

// actions/toolkit/release-bounds.ts
var import_yaml = __toESM(require_dist(), 1);
var target = { kind: "HorizontalPodAutoscaler", name: hpaName };
var paths = { min: ["spec", "minReplicas"], max: ["spec", "maxReplicas"] };
function readBounds(text) {
  const document = parse(text);
  const merge = find(document, "merge")?.inner;
  const operations = find(document, "operations")?.inner;
  const values = {
    min: merge?.getIn(paths.min),
    max: merge?.getIn(paths.max),
    cpuTarget: operations?.getIn([1, "value"])
  };
  const pinned = {};
  for (const name of ["min", "max", "cpuTarget"]) {
    const value = values[name];
    if (value === void 0) continue;
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 1)
      throw invalid(`the autoscaler's ${name} is no whole number`);
    pinned[name] = value;
  }
  const annotation = (name) => merge?.getIn(["metadata", "annotations", `${scaleAnnotation}${name}`]);
  return { pinned, temporary: readTemporary(annotation) };
}
function editBounds(text, { pinned, temporary }, metric) {
  const document = parse(text);
  const isMerge = pinned.min !== void 0 || pinned.max !== void 0 || temporary !== void 0;
  editMerge(document, isMerge ? { pinned, temporary } : void 0);
  editOperations(document, pinned.cpuTarget, metric);
  return document.toString({ lineWidth: 0 });
}
function editMerge(document, wanted) {
  const found = find(document, "merge");
  if (!wanted) {
    if (found) remove(document, "patches", found.patch);
    return;
  }
  const head = `apiVersion: autoscaling/v2
kind: ${target.kind}
metadata:
  name: ${hpaName}
`;
  const patch = found?.patch ?? append(document, "patches", { target, patch: head });
  const inner = found?.inner ?? parsePatch(patch);
  for (const name of ["min", "max"]) put(inner, paths[name], wanted.pinned[name]);
  const { temporary } = wanted;
  const notes = temporary ? { ...temporary, set: formatPinned(temporary.set), back: formatPinned(temporary.back) } : { until: void 0, set: void 0, back: void 0, reason: void 0 };
  for (const name of ["until", "set", "back", "reason"])
    put(inner, ["metadata", "annotations", `${scaleAnnotation}${name}`], notes[name]);
  patch.set("patch", inner.toString({ lineWidth: 0 }));
}
function editOperations(document, cpuTarget, metric) {
  const found = find(document, "operations");
  if (cpuTarget === void 0) {
    if (found) remove(document, "patches", found.patch);
    return;
  }
  if (metric === void 0) throw invalid("it sets a CPU target, and the overlay has no such metric");
  const resource = `/spec/metrics/${metric}/resource`;
  const text = `- op: test
  path: /
  value: cpu
- op: replace
  path: /
  value: 0
`;
  const patch = found?.patch ?? append(document, "patches", { target, patch: text });
  const inner = found?.inner ?? parsePatch(patch);
  inner.setIn([0, "path"], `${resource}/name`);
  inner.setIn([1, "path"], `${resource}/target/averageUtilization`);
  inner.setIn([1, "value"], cpuTarget);
  patch.set("patch", inner.toString({ lineWidth: 0 }));
}
function put(inner, path, value) {
  if (value !== void 0) return void inner.setIn(path, typeof value === "string" ? quoted(value) : value);
  if (!inner.hasIn(path)) return;
  inner.deleteIn(path);
  const parent = path.slice(0, -1);
  const left = inner.getIn(parent);
  if ((0, import_yaml.isMap)(left) && left.items.length === 0) inner.deleteIn(parent);
}
function quoted(text) {
  const scalar = new import_yaml.Scalar(text);
  scalar.type = import_yaml.Scalar.QUOTE_SINGLE;
  return scalar;
}
function find(document, kind) {
  const isOurs = (patch) => patch.getIn(["target", "kind"]) === target.kind && patch.getIn(["target", "name"]) === hpaName;
  return items(document, "patches").filter((patch) => isOurs(patch) && textOf(patch, "patch") !== "").map((patch) => ({ patch, inner: parsePatch(patch) })).find(({ inner }) => (0, import_yaml.isSeq)(inner.contents) === (kind === "operations"));
}

export {
  pulledEnvironments,
  writtenEnvironments,
  formatPinned,
  isSamePinned,
  readBounds,
  editBounds
};
