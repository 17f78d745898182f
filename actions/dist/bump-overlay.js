import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  render,
  renderedImage,
  require_dist,
  withWorktree
} from "./shared-4RJQCUVJ.js";
import {
  formatImage,
  isDigest,
  isRecord,
  isRepository,
  parseImage,
  shortDigest,
  textAt
} from "./shared-VKHG4GIR.js";
import {
  deploymentName,
  overlayPath,
  placeholderImage,
  releasePath,
  runTrailer,
  sourceAnnotation
} from "./shared-6ZAXQZ6J.js";
import {
  ActionError,
  InputReader,
  __toESM,
  backoffMs,
  completeHistory,
  execute,
  fetchBranch,
  formatDuration,
  git,
  gitCommand,
  isAncestor,
  isCommit,
  isEnvironment,
  needCommit,
  paragraphs,
  run,
  say,
  sleep,
  table
} from "./shared-JTTVSMXI.js";

// actions/bump-overlay/bump-overlay.ts
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

// actions/toolkit/release-file.ts
var import_yaml = __toESM(require_dist(), 1);
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
function parse(text) {
  const document = (0, import_yaml.parseDocument)(text);
  const [error] = document.errors;
  if (error) throw invalid(error.message, error);
  if (!(0, import_yaml.isMap)(document.contents)) throw invalid("it is not a mapping");
  if (document.get("kind") !== "Component") throw invalid("its kind is not Component");
  return document;
}
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
  const inner = (0, import_yaml.parseDocument)(textOf(patch, "patch"));
  const [error] = inner.errors;
  if (error) throw invalid(`its patch: ${error.message}`, error);
  const annotations = inner.getIn(["metadata", "annotations"]);
  if ((0, import_yaml.isMap)(annotations)) annotations.flow = false;
  return inner;
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
function items(document, key) {
  const list = document.get(key);
  if (list === void 0 || list === null) return [];
  if (!(0, import_yaml.isSeq)(list) || !list.items.every((item) => item instanceof import_yaml.YAMLMap))
    throw invalid(`${key} is not a list of mappings`);
  return list.items.filter((item) => item instanceof import_yaml.YAMLMap);
}
function textOf(map, key) {
  const value = map?.get(key, true);
  return (0, import_yaml.isScalar)(value) && typeof value.value === "string" ? value.value : "";
}
function invalid(why, cause) {
  return new ActionError("release-file-invalid", `The release file is not what the actions write: ${why}.`, { cause });
}

// actions/toolkit/push-outcome.ts
var racedWordings = [
  /non-fast-forward/i,
  /fetch first/i,
  /cannot lock ref/i,
  /incorrect old value provided/i,
  /failed to update ref/i,
  /reference already exists/i,
  /stale info/i,
  /tip of your current branch is behind/i
];
var deniedWordings = [
  /permission (to \S+ )?denied/i,
  /\b40[13]\b/,
  /protected branch/i,
  /GH00[0-9]|GH013/,
  /repository rule violations/i,
  /not allowed to push/i,
  /authentication failed/i,
  /could not read username/i,
  /(pre-receive|update) hook declined/i,
  /write access to repository not granted/i
];
function readPush(code, text) {
  if (code === 0) return "landed";
  if (deniedWordings.some((wording) => wording.test(text))) return "denied";
  return racedWordings.some((wording) => wording.test(text)) ? "raced" : "failed";
}

// actions/bump-overlay/commit.ts
var bot = "github-actions[bot]";
var botEmail = "41898282+github-actions[bot]@users.noreply.github.com";
async function commitRelease(tree, environment, release, run2) {
  const file = releasePath(environment);
  const identity = [`user.name=${bot}`, `user.email=${botEmail}`, "commit.gpgsign=false", "core.hooksPath=/dev/null"];
  const message = [
    `Release ${shortDigest(release.digest)} to ${environment}`,
    "",
    `Source-Commit: ${release.sourceCommit}`,
    `${runTrailer}: ${run2}`
  ].join("\n");
  const settings = identity.flatMap((pair) => ["-c", pair]);
  await git(tree, ...settings, "commit", "--quiet", "--message", message, "--", file);
  return git(tree, "rev-parse", "HEAD");
}
async function pushCommit(tree, branch) {
  const args = ["-c", "core.hooksPath=/dev/null", "push", "--porcelain", "origin", `HEAD:refs/heads/${branch}`];
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

// actions/bump-overlay/decide.ts
function decide({ recorded, wanted, relation, rebuild }) {
  if (!recorded) return { kind: "edit" };
  switch (relation) {
    case "newer":
      return { kind: "edit" };
    case "older":
      return { kind: "superseded" };
    case "diverged":
      return {
        kind: "refused",
        code: "bump-diverged",
        reason: `neither of ${recorded.sourceCommit} (recorded) and ${wanted.sourceCommit} descends from the other`
      };
    case "same":
      return decideSameSource(recorded, wanted, rebuild);
  }
}
function decideSameSource(recorded, wanted, rebuild) {
  const isSame = recorded.digest === wanted.digest && recorded.repository === wanted.repository && recorded.tag === wanted.tag;
  if (isSame) return { kind: "noop" };
  if (recorded.digest === wanted.digest || rebuild) return { kind: "edit" };
  return {
    kind: "refused",
    code: "bump-digest-conflict",
    reason: `source ${wanted.sourceCommit} is recorded with ${recorded.digest}, not ${wanted.digest}`
  };
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

// actions/bump-overlay/guard.ts
function unexpectedChanges({ before, after, recorded, wanted }) {
  const image = formatImage(wanted);
  const old = [placeholderImage, recorded?.repository];
  const isExpected = (difference) => isAnnotation(difference) || isImage(difference) && difference.after === image && isOneOf(old, difference.before);
  const unexpected = diffManifests(before, after).filter((difference) => !isExpected(difference)).map(describeDifference);
  const rendered = renderedImage(after);
  if (rendered === image) return unexpected;
  return [...unexpected, `Deployment ${deploymentName} renders the image ${rendered ?? "(none)"}, not ${image}`];
}
function isAnnotation({ object, path }) {
  return isOurDeployment(object) && path.join("\n") === ["metadata", "annotations", sourceAnnotation].join("\n");
}
function isImage({ object, path }) {
  return isOurDeployment(object) && /^spec\.template\.spec\.(initC|c)ontainers\.\d+\.image$/.test(path.join("."));
}
function isOurDeployment(object) {
  return object.startsWith("Deployment/") && object.endsWith(`/${deploymentName}`);
}
function isOneOf(repositories, image) {
  return typeof image === "string" && repositories.includes(parseImage(image).repository);
}

// actions/bump-overlay/bump-overlay.ts
var maxAttempts = 10;
async function bumpOverlay(inputs, repository) {
  await completeHistory(repository);
  await needCommit(repository, inputs.release.sourceCommit);
  const head = await fetchBranch(repository, inputs.branch);
  return withWorktree(repository, head, (tree) => bumpIn(tree, inputs));
}
async function bumpIn(tree, inputs) {
  for (let number = 1; ; number++) {
    const attempt = await tryOnce(tree, inputs, number);
    if (attempt.kind === "ended") return attempt.bump;
    if (number === maxAttempts) {
      throw new ActionError("bump-contended", `All ${maxAttempts} pushes were overtaken. The last:
${attempt.said}`);
    }
    const wait = backoffMs(number, { firstMs: 500, factor: 1.5, capMs: 15e3 });
    say(`push ${number} of \u2264 ${maxAttempts} was overtaken; on the new head again in ${formatDuration(wait)}`);
    await sleep(wait, inputs.signal);
  }
}
async function tryOnce(tree, inputs, attempts) {
  const head = await fetchBranch(tree, inputs.branch);
  await git(tree, "checkout", "--quiet", "--force", "--detach", head);
  const file = join(tree.dir, releasePath(inputs.environment));
  const text = await readReleaseText(file, inputs);
  const recorded = readRelease(text);
  const wanted = inputs.release;
  const relation = recorded ? await relate(tree, wanted.sourceCommit, recorded.sourceCommit) : "newer";
  const decision = decide({ recorded, wanted, relation, rebuild: inputs.rebuild });
  if (decision.kind === "refused")
    throw new ActionError(decision.code, `Not released to ${inputs.environment}: ${decision.reason}.`);
  if (decision.kind !== "edit") {
    const current = recorded ?? wanted;
    return { kind: "ended", bump: { outcome: decision.kind, commit: head, previous: recorded, current, attempts } };
  }
  say(
    `on head ${head.slice(0, 12)}: ${recorded ? shortDigest(recorded.digest) : "(none)"} \u2192 ${shortDigest(wanted.digest)}`
  );
  await edit(tree, inputs, file, text, recorded);
  const commit = await commitRelease(tree, inputs.environment, wanted, inputs.run);
  const { outcome, said } = await pushCommit(tree, inputs.branch);
  if (outcome === "raced") return { kind: "raced", said };
  if (outcome !== "landed") throw pushError(outcome, inputs.branch, said);
  return { kind: "ended", bump: { outcome: "committed", commit, previous: recorded, current: wanted, attempts } };
}
async function readReleaseText(file, { environment, branch }) {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const path = releasePath(environment);
    throw new ActionError("release-file-invalid", `There is no ${path} on ${branch}.`, { cause });
  }
}
async function relate(tree, wanted, recorded) {
  if (wanted === recorded) return "same";
  await needCommit(tree, recorded);
  if (await isAncestor(tree, recorded, wanted)) return "newer";
  return await isAncestor(tree, wanted, recorded) ? "older" : "diverged";
}
async function edit(tree, { environment, release }, file, text, recorded) {
  const before = await render(tree, overlayPath(environment));
  await writeFile(file, editRelease(text, release));
  const after = await render(tree, overlayPath(environment));
  const unexpected = unexpectedChanges({ before, after, recorded, wanted: release });
  if (unexpected.length === 0) return;
  const list = unexpected.map((change) => `- ${change}`).join("\n");
  throw new ActionError("render-changed", `This bump would change more than the image and its record:
${list}`);
}

// actions/bump-overlay/inputs.ts
function readInputs(signal, read = new InputReader(), env = process.env) {
  const isTag = (text) => /^\w[\w.-]{0,127}$/.test(text);
  const isBranch = (text) => /^[\w][\w./-]*$/.test(text) && !text.includes("..");
  const inputs = {
    environment: read.matching("environment", isEnvironment, "the name of an overlay"),
    branch: read.matching("branch", isBranch, "a branch", "main"),
    release: {
      // An owner's capitals come with `github.repository`; registries want none.
      repository: read.matching("image", (text) => isRepository(text.toLowerCase()), "a repository without tag or digest").toLowerCase(),
      tag: read.matching("tag", isTag, "a tag"),
      digest: read.matching("digest", isDigest, "sha256: and 64 hex digits"),
      sourceCommit: read.matching("source-commit", isCommit, "a full commit id", env.GITHUB_SHA ?? "")
    },
    rebuild: read.flag("rebuild"),
    run: env.GITHUB_RUN_ID ?? "local",
    signal
  };
  read.done();
  return inputs;
}

// actions/bump-overlay/result.ts
var verdicts = {
  committed: "\u2705 Released to",
  noop: "\u2705 Already released to",
  superseded: "\u23ED\uFE0F Superseded: a newer source is released to"
};
function result({ environment, branch, release }, bump) {
  const { outcome, commit, previous, current, attempts } = bump;
  const change = `${previous ? shortDigest(previous.digest) : "(none)"} \u2192 ${shortDigest(current.digest)}`;
  say(`${outcome}  ${environment}  ${change}  at ${commit.slice(0, 12)}`);
  return {
    outputs: {
      "commit-sha": commit,
      outcome,
      digest: current.digest,
      "previous-digest": previous?.digest ?? ""
    },
    report: {
      environment,
      branch,
      outcome,
      commitSha: commit,
      previous: previous ?? null,
      current,
      wanted: release,
      attempts
    },
    summary: paragraphs(
      `### ${verdicts[outcome]} ${environment}`,
      table(
        ["digest", "source", `commit on ${branch}`, "file"],
        [
          [
            change,
            `\`${current.sourceCommit.slice(0, 12)}\``,
            `\`${commit.slice(0, 12)}\``,
            `\`${releasePath(environment)}\``
          ]
        ]
      )
    )
  };
}

// actions/bump-overlay/main.ts
await run("Bump overlay", async (signal) => {
  const inputs = readInputs(signal);
  return result(inputs, await bumpOverlay(inputs, { dir: process.cwd(), signal }));
});
