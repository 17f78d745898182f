import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  commitChanges
} from "./shared-24AK7QCC.js";
import {
  isInForce,
  readHolds
} from "./shared-VQ3LD4XD.js";
import {
  holdPath,
  readRelease,
  releasePath,
  runTrailer,
  sourceTrailer
} from "./shared-WUMOF5Q6.js";
import {
  shortDigest
} from "./shared-TDZNGA7R.js";
import {
  withManifests
} from "./shared-OVT33UKT.js";
import {
  readFilesAt
} from "./shared-BJLNWFWN.js";
import {
  ensureCommit,
  fetchBranch,
  isAncestor
} from "./shared-FCLMPENQ.js";
import {
  isRecord,
  textAt
} from "./shared-KV5TVEEZ.js";
import {
  ActionError,
  say
} from "./shared-OBT6BLLR.js";

// actions/toolkit/release/commit-message.ts
function releaseMessage(environment, release, run) {
  const trailers = [`${sourceTrailer}: ${release.sourceCommit}`];
  return { title: releaseTitle(environment, release), body: "", trailers, run };
}
function releaseTitle(environment, { digest }) {
  return `Release ${shortDigest(digest)} to ${environment}`;
}
function formatMessage({ title, body, trailers, run }) {
  const text = body.trim() === "" ? [] : [body.trim().replaceAll(/^/gm, "    ")];
  const last = [...trailers, ...run === void 0 ? [] : [`${runTrailer}: ${run}`]].join("\n");
  return `${[title, ...text, last].filter((part) => part !== "").join("\n\n")}
`;
}

// actions/toolkit/release/draft.ts
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
function withDraft(repository, base, work) {
  const { signal } = repository;
  return withManifests(repository, base, (dir) => work({ repository, base, dir, signal, changes: /* @__PURE__ */ new Map() }));
}
async function writeDraft({ dir, changes }, path, text) {
  const file = join(dir, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  changes.set(path, text);
}
async function removeFromDraft({ dir, changes }, path) {
  await rm(join(dir, path), { force: true });
  changes.set(path, void 0);
}
function commitDraft({ repository, base, changes }, message) {
  return commitChanges(repository, { parent: base, message: formatMessage(message) }, changes);
}

// actions/toolkit/release/head.ts
async function readHead(repository, place) {
  return readHeadAt(repository, await fetchBranch(repository, place.branch), place);
}
async function readHeadAt(repository, commit, { environment, branch }) {
  const path = releasePath(environment);
  const [text, held] = await readFilesAt(repository, commit, [path, holdPath(environment)]);
  if (text === void 0) throw new ActionError("release-file-invalid", `There is no ${path} on ${branch}.`);
  const holds = held === void 0 ? [] : readHolds(held);
  for (const hold of holds.filter((one) => !isInForce(one, /* @__PURE__ */ new Date())))
    say(`a hold of ${environment} expired at ${hold.until}: ${hold.reason}`);
  return { commit, text, recorded: readRelease(text), holds };
}
async function relate(repository, wanted, recorded) {
  if (recorded === void 0) return "newer";
  if (wanted === recorded) return "same";
  await ensureCommit(repository, recorded);
  if (await isAncestor(repository, recorded, wanted)) return "newer";
  return await isAncestor(repository, wanted, recorded) ? "older" : "diverged";
}

// actions/toolkit/rendered-diff.ts
function diffManifests(before, after) {
  const [old, fresh] = [index(before), index(after)];
  return [.../* @__PURE__ */ new Set([...old.keys(), ...fresh.keys()])].flatMap(
    (object) => old.has(object) && fresh.has(object) ? diffLeaves(object, leaves(old.get(object)), leaves(fresh.get(object))) : [{ object, path: [], before: old.get(object), after: fresh.get(object) }]
  );
}
function describeDifference({ object, path, before, after }) {
  if (path.length === 0) return `${object} ${before === void 0 ? "appears" : "disappears"}`;
  return `${object} ${path.join(".")}: ${JSON.stringify(before)} \u2192 ${JSON.stringify(after)}`;
}
function index(manifests) {
  const objects = /* @__PURE__ */ new Map();
  for (const manifest of manifests) {
    const words = [
      textAt(manifest, "kind"),
      textAt(manifest, "metadata", "namespace"),
      textAt(manifest, "metadata", "name")
    ];
    objects.set(words.join("/"), manifest);
  }
  return objects;
}
function leaves(value, path = []) {
  const children = Array.isArray(value) ? Object.entries(value) : isRecord(value) ? Object.entries(value) : [];
  if (children.length === 0) return /* @__PURE__ */ new Map([[JSON.stringify(path), { path, value }]]);
  return new Map(children.flatMap(([key, child]) => [...leaves(child, [...path, key])]));
}
function diffLeaves(object, before, after) {
  return [.../* @__PURE__ */ new Set([...before.keys(), ...after.keys()])].filter((key) => JSON.stringify(before.get(key)?.value) !== JSON.stringify(after.get(key)?.value)).map((key) => ({
    object,
    path: (after.get(key) ?? before.get(key))?.path ?? [],
    before: before.get(key)?.value,
    after: after.get(key)?.value
  }));
}

export {
  releaseMessage,
  releaseTitle,
  formatMessage,
  withDraft,
  writeDraft,
  removeFromDraft,
  commitDraft,
  diffManifests,
  describeDifference,
  readHead,
  readHeadAt,
  relate
};
