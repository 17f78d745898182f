import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  connect
} from "./shared-2OH3FUVT.js";
import "./shared-JZECVCNB.js";
import {
  withManifests
} from "./shared-OVT33UKT.js";
import {
  readServer
} from "./shared-63HOUH6X.js";
import {
  checkoutAt
} from "./shared-BJLNWFWN.js";
import {
  ensureCommit,
  git,
  gitCommand,
  tryGit
} from "./shared-FCLMPENQ.js";
import {
  at,
  listAt,
  numberAt,
  textAt
} from "./shared-KV5TVEEZ.js";
import {
  ActionError,
  InputReader,
  asActionError,
  commandFailed,
  execute,
  fenced,
  isCommit,
  mask,
  paragraphs,
  quote,
  run,
  say,
  tail,
  warn
} from "./shared-OBT6BLLR.js";
import "./shared-HYNQOX6L.js";
import "./shared-DIOXHLEM.js";

// actions/render-diff/inputs.ts
function readInputs(read = new InputReader(), env = process.env) {
  const base = read.optional("base");
  if (base !== "" && !isCommit(base)) read.fault("base", `must be a full commit id, not '${base}'`);
  const head = read.matching("head", isCommit, "a full commit id", env.GITHUB_SHA ?? "");
  const [pullRequest, token] = [read.optional("pull-request"), read.optional("token")];
  if (!/^\d*$/.test(pullRequest)) read.fault("pull-request", `must be a number, not '${pullRequest}'`);
  mask(token);
  const { apiUrl, repository } = readServer(env);
  read.done();
  return {
    base: base || void 0,
    head,
    comment: pullRequest && token ? { pullRequest: Number(pullRequest), token } : void 0,
    apiUrl,
    repository
  };
}

// actions/render-diff/changes.ts
async function changes(base, head, diff) {
  const found = [];
  for (const folder of [.../* @__PURE__ */ new Set([...base.keys(), ...head.keys()])].toSorted()) {
    const change = await changeOf(folder, base.get(folder), head.get(folder), diff);
    if (change) found.push(change);
  }
  return found;
}
async function changeOf(folder, before, after, diff) {
  if (after && "error" in after) return { folder, kind: "broken", error: after.error };
  const [old, fresh] = [textOf(before), textOf(after)];
  if (old === fresh) return void 0;
  const kind = after === void 0 ? "gone" : before === void 0 ? "new" : "changed";
  return { folder, kind, diff: await diff(old, fresh) };
}
function textOf(render2) {
  return render2 && "text" in render2 ? render2.text : "";
}

// actions/render-diff/markdown.ts
var marker = "<!-- vad-gitops: rendered diff -->";
var commentLimit = 65e3;
function renderMarkdown(changes2, limit = commentLimit) {
  const head = paragraphs(marker, "### Rendered diff", verdict(changes2));
  const frames = changes2.map((change) => section(change, ""));
  const left = limit - paragraphs(head, ...frames).length;
  const shares = fairShares(changes2.map(textOf2), left);
  return paragraphs(head, ...changes2.map((change, at2) => section(change, shorten(textOf2(change), shares[at2] ?? 0))));
}
function verdict(changes2) {
  if (changes2.length === 0) return "Every overlay and cluster folder renders as before.";
  const broken = changes2.filter(({ kind }) => kind === "broken").length;
  const warning = broken > 0 ? [`**${broken} cannot be rendered.**`] : [];
  return [
    ...warning,
    `${changes2.length} ${changes2.length === 1 ? "folder" : "folders"} will change when this merges:`
  ].join(" ");
}
function textOf2(change) {
  return change.kind === "broken" ? change.error : change.diff;
}
var signs = { changed: "\u270F\uFE0F", new: "\u2728", gone: "\u{1F5D1}\uFE0F", broken: "\u274C" };
function section(change, text) {
  const { folder, kind } = change;
  const title = `<summary>${signs[kind]} <code>${escapeHtml(folder)}</code> ${kind}</summary>`;
  return `<details>${title}

${fenced(text, kind === "broken" ? "text" : "diff")}

</details>`;
}
function fairShares(texts, total) {
  const needs = texts.map((text) => text.length + 2 * longestFence(text));
  const order = needs.map((need, at2) => ({ need, at: at2 })).toSorted((a, b) => a.need - b.need);
  const shares = [];
  let left = Math.max(0, total);
  for (const [done, { need, at: at2 }] of order.entries()) {
    const share = Math.min(need, Math.floor(left / (order.length - done)));
    shares[at2] = share;
    left -= share;
  }
  return shares;
}
function shorten(text, share) {
  const room = share - 2 * longestFence(text);
  if (text.length <= room) return text;
  const note = "\n\u2026 cut: `kustomize build` shows all of it.";
  const cut = text.slice(0, Math.max(0, room - note.length));
  const whole = cut.slice(0, Math.max(0, cut.lastIndexOf("\n")));
  return room < note.length ? "" : whole + note;
}
function longestFence(text) {
  let longest = 0;
  for (const [run2] of text.matchAll(/`+/g)) longest = Math.max(longest, run2.length - 2);
  return longest;
}
function escapeHtml(text) {
  return text.replace(/[^\w./-]/g, (character) => `&#${character.codePointAt(0)};`);
}

// actions/render-diff/comment.ts
var author = "github-actions[bot]";
var pageSize = 100;
async function keepComment(call, pullRequest, body, needed) {
  const ours = await findOurs(call, pullRequest);
  if (ours === void 0) {
    if (!needed) return "unneeded";
    await call("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", { issue_number: pullRequest, body });
    return "created";
  }
  if (textAt(ours, "body") === body) return "unchanged";
  await call("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", { comment_id: numberAt(ours, "id"), body });
  return "updated";
}
async function findOurs(call, pullRequest) {
  for (let page = 1; ; page++) {
    const { data } = await call("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
      issue_number: pullRequest,
      per_page: pageSize,
      page
    });
    const comments = listAt({ data }, "data");
    const ours = comments.find(
      (comment) => textAt(at(comment, "user"), "login") === author && textAt(comment, "body").startsWith(marker)
    );
    if (ours !== void 0 || comments.length < pageSize) return ours;
  }
}

// actions/render-diff/renders.ts
var deployed = /^(kustomize\/(?:overlays\/[^/]+|clusters\/[^/]+\/[^/]+))\/kustomization\.ya?ml$/;
async function rendersAt(repository, commit) {
  const folders = await deployedFolders(repository, commit);
  const { signal } = repository;
  try {
    return await withManifests(repository, commit, async (dir) => {
      const renders = /* @__PURE__ */ new Map();
      for (const folder of folders) renders.set(folder, await render({ dir, signal }, folder));
      return renders;
    });
  } catch (thrown) {
    const error = asActionError(thrown);
    if (error.code !== "render-failed") throw thrown;
    return new Map(folders.map((folder) => [folder, { error: error.message }]));
  }
}
async function deployedFolders(repository, commit) {
  const listing = await git(repository, "ls-tree", "-r", "-z", "--name-only", commit, "--", "kustomize");
  const folders = listing.split("\0").flatMap((path) => deployed.exec(path)?.[1] ?? []);
  return [...new Set(folders)].toSorted();
}
async function render({ dir, signal }, folder) {
  const command = { file: "kustomize", args: ["build", folder], cwd: dir, signal };
  const { code, stdout, stderr } = await execute(command);
  if (code === 0) return { text: stdout.toString("utf8") };
  return { error: `${quote(command)} failed:
${tail(stderr.replaceAll(dir, "."), 20)}` };
}

// actions/render-diff/unified.ts
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
async function unifiedDiff(before, after, signal) {
  const dir = await mkdtemp(join(process.env.RUNNER_TEMP ?? tmpdir(), "render-diff-"));
  try {
    await writeFile(join(dir, "before"), before);
    await writeFile(join(dir, "after"), after);
    const args = ["diff", "--no-index", "--no-ext-diff", "--no-color", "--text", "--unified=3", "before", "after"];
    const outcome = await tryGit({ dir, signal }, ...args);
    if (outcome.code > 1) throw commandFailed(gitCommand({ dir }, args), outcome);
    const text = outcome.stdout.toString("utf8");
    return text.slice(Math.max(0, text.indexOf("@@ "))).trimEnd();
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

// actions/render-diff/render-diff.ts
async function renderDiff(inputs, repository, call) {
  const head = await ensureCommit(repository, inputs.head);
  const base = await mergedInto(repository, head) ?? inputs.base;
  const before = base === void 0 ? /* @__PURE__ */ new Map() : await rendersAt(repository, await ensureCommit(repository, base));
  const after = await rendersAt(repository, head);
  const found = await changes(before, after, (old, fresh) => unifiedDiff(old, fresh, repository.signal));
  for (const { folder, kind } of found) say(`${folder}: ${kind}`);
  if (found.length === 0) say("Every folder renders as before.");
  const summary = renderMarkdown(found);
  const comment = await commentOn(inputs.comment?.pullRequest, summary, found.length > 0, call);
  return result(found, { base: base ?? null, head, comment }, summary);
}
async function commentOn(pullRequest, body, needed, call) {
  if (!call || pullRequest === void 0) return "";
  try {
    return await keepComment(call, pullRequest, body, needed);
  } catch (thrown) {
    const error = asActionError(thrown);
    if (error.code !== "github-forbidden") throw thrown;
    warn(`The rendered diff is in the step's summary only: ${error.message}`);
    return "refused";
  }
}
function result(found, about, summary) {
  const broken = found.filter((change) => change.kind === "broken");
  const folders = found.map(({ folder, kind }) => ({ folder, kind }));
  const failure = new ActionError("render-failed", broken.map(({ error }) => error).join("\n\n"));
  return {
    outputs: { comment: about.comment, changed: JSON.stringify(found.map(({ folder }) => folder)) },
    report: { ...about, folders },
    summary,
    ...broken.length > 0 ? { failure } : {}
  };
}
async function mergedInto(repository, commit) {
  const raw = await git(repository, "cat-file", "commit", commit);
  const [header = ""] = raw.split("\n\n", 1);
  const parents = [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, id]) => id);
  return parents.length > 1 ? parents[0] : void 0;
}

// actions/render-diff/main.ts
await run("Render diff", (signal) => {
  const inputs = readInputs();
  const { comment, apiUrl, repository } = inputs;
  const github = comment && connect({ token: comment.token, repository, apiUrl, signal });
  return renderDiff(inputs, checkoutAt(process.cwd(), signal), github?.call);
});
