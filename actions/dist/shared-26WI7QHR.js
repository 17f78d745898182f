import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  readPush
} from "./shared-ANMEXGST.js";
import {
  isInForce,
  readHolds
} from "./shared-HQKRIIZB.js";
import {
  holdPath,
  readRelease,
  releasePath,
  runTrailer,
  sourceTrailer
} from "./shared-3XZSOC7W.js";
import {
  shortDigest
} from "./shared-TDZNGA7R.js";
import {
  fetchBranch,
  git,
  gitCommand,
  gitOn,
  isAncestor,
  needCommit
} from "./shared-PIS6YQCL.js";
import {
  isRecord,
  textAt
} from "./shared-KV5TVEEZ.js";
import {
  ActionError,
  backoffMs,
  execute,
  formatDuration,
  mask,
  say,
  sleep
} from "./shared-WKLTEIA5.js";

// actions/toolkit/git-token.ts
function tokenSettings(token, serverUrl, env = process.env) {
  if (token === "") return {};
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  mask(basic);
  const key = `http.${serverUrl.replace(/\/$/, "")}/.extraheader`;
  const values = ["", `AUTHORIZATION: basic ${basic}`];
  const first = Number(env.GIT_CONFIG_COUNT ?? 0);
  const pairs = values.flatMap((value, at) => [
    [`GIT_CONFIG_KEY_${first + at}`, key],
    [`GIT_CONFIG_VALUE_${first + at}`, value]
  ]);
  return { GIT_CONFIG_COUNT: String(first + values.length), ...Object.fromEntries(pairs) };
}

// actions/toolkit/release/commit.ts
import { dirname } from "node:path";
var bot = "github-actions[bot]";
var botEmail = "41898282+github-actions[bot]@users.noreply.github.com";
function commitRelease(tree, environment, release, run) {
  const trailers = [`${sourceTrailer}: ${release.sourceCommit}`];
  return commitFolder(tree, environment, { title: releaseTitle(environment, release), body: "", trailers, run });
}
async function commitFolder(tree, environment, message) {
  await git(tree, "add", "--all", "--", dirname(releasePath(environment)));
  return commitStaged(tree, message);
}
async function commitStaged(tree, message) {
  const identity = [`user.name=${bot}`, `user.email=${botEmail}`, "commit.gpgsign=false", "core.hooksPath=/dev/null"];
  const settings = identity.flatMap((pair) => ["-c", pair]);
  await gitOn(tree, format(message), ...settings, "commit", "--quiet", "--cleanup=verbatim", "--file=-");
  return git(tree, "rev-parse", "HEAD");
}
function format({ title, body, trailers, run }) {
  const text = body.trim() === "" ? [] : [body.trim().replaceAll(/^/gm, "    ")];
  const last = [...trailers, ...run === void 0 ? [] : [`${runTrailer}: ${run}`]].join("\n");
  return `${[title, ...text, last].filter((part) => part !== "").join("\n\n")}
`;
}
function releaseTitle(environment, { digest }) {
  return `Release ${shortDigest(digest)} to ${environment}`;
}
async function pushCommit(tree, branch, replaces) {
  const ref = `refs/heads/${branch}`;
  const lease = replaces === void 0 ? [] : [`--force-with-lease=${ref}:${replaces}`];
  const args = ["-c", "core.hooksPath=/dev/null", "push", "--porcelain", ...lease, "origin", `HEAD:${ref}`];
  const { code, stdout, stderr } = await execute(gitCommand(tree, args));
  const said = `${stdout}${stderr}`.trim();
  return { outcome: readPush(code, said), said };
}
function pushError(outcome, branch, said) {
  if (outcome === "denied") return new ActionError("bump-denied", `Pushing to ${branch} is not permitted:
${said}`);
  return new ActionError("command-failed", `Pushing to ${branch} failed:
${said}`);
}

// actions/toolkit/release/contest.ts
async function untilLanded({ maxAttempts, signal }, attempt) {
  for (let number = 1; ; number++) {
    const ended = await attempt();
    if (ended.kind === "ended") return { value: ended.value, attempts: number };
    if (number === maxAttempts) {
      throw new ActionError("bump-contended", `All ${maxAttempts} pushes were overtaken. The last:
${ended.said}`);
    }
    const wait = backoffMs(number, { firstMs: 500, factor: 1.5, capMs: 15e3 });
    say(`push ${number} of \u2264 ${maxAttempts} was overtaken; on the new head again in ${formatDuration(wait)}`);
    await sleep(wait, signal);
  }
}
async function pushOrRace(tree, branch, replaces) {
  const { outcome, said } = await pushCommit(tree, branch, replaces);
  if (outcome === "landed") return void 0;
  if (outcome === "raced") return { kind: "raced", said };
  throw pushError(outcome, branch, said);
}

// actions/toolkit/release/head.ts
import { readFile } from "node:fs/promises";
import { join } from "node:path";
async function readHead(tree, { environment, branch }) {
  const commit = await fetchBranch(tree, branch);
  await git(tree, "checkout", "--quiet", "--force", "--detach", commit);
  const path = releasePath(environment);
  const text = await readText(tree, path);
  if (text === void 0) throw new ActionError("release-file-invalid", `There is no ${path} on ${branch}.`);
  const held = await readText(tree, holdPath(environment));
  const holds = held === void 0 ? [] : readHolds(held);
  for (const hold of holds.filter((one) => !isInForce(one, /* @__PURE__ */ new Date())))
    say(`a hold of ${environment} expired at ${hold.until}: ${hold.reason}`);
  return { commit, text, recorded: readRelease(text), holds };
}
async function relate(tree, wanted, recorded) {
  if (recorded === void 0) return "newer";
  if (wanted === recorded) return "same";
  await needCommit(tree, recorded);
  if (await isAncestor(tree, recorded, wanted)) return "newer";
  return await isAncestor(tree, wanted, recorded) ? "older" : "diverged";
}
async function readText(tree, path) {
  try {
    return await readFile(join(tree.dir, path), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return void 0;
    throw error;
  }
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
  tokenSettings,
  commitRelease,
  commitFolder,
  commitStaged,
  releaseTitle,
  untilLanded,
  pushOrRace,
  diffManifests,
  describeDifference,
  readHead,
  relate
};
