import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  withTemporaryFolder
} from "./shared-OVT33UKT.js";
import {
  fetchedHead,
  findBranch,
  git,
  gitWithInput,
  isAncestor,
  isTransientFailure,
  lastLine,
  listRemote,
  maxRetries,
  remote,
  retryWaitMs,
  tryGit,
  unavailable,
  withoutNames
} from "./shared-FCLMPENQ.js";
import {
  ActionError,
  backoffMs,
  formatDuration,
  say,
  sleep
} from "./shared-OBT6BLLR.js";

// actions/toolkit/git/classify-push.ts
var rejectedWordings = [
  /non-fast-forward/i,
  /fetch first/i,
  /stale info/i,
  /tip of your current branch is behind/i,
  /cannot lock ref .*(is at \S+ but expected|reference is missing but expected|reference already exists)/i,
  /unable to create '[^']*\.lock': File exists/i,
  /another git process seems to be running/i,
  /incorrect old value provided/i,
  /failed to update ref/i,
  /failed to lock/i,
  /reference already exists/i,
  /lock (failure|error)/i,
  /has already been updated by another client/i
];
var refusedWordings = [
  /permission (to \S+ )?denied|permission denied/i,
  /(error:|HTTP|status:?) (401|403|404|410|413)\b/i,
  /protected branch/i,
  /GH00[0-9]|GH013/,
  /repository rule violations/i,
  /not allowed to push/i,
  /refusing to allow/i,
  /authentication failed/i,
  /could not read username/i,
  /write access to repository not granted/i,
  /insufficient permission|not authorized|unauthorized/i,
  /archived so it is read-only|repository is (archived|read-only)/i,
  /does not appear to be a git repository|repository .*not found/i,
  /(deny|refusing to) updat(e|ing) (a hidden|checked out|current)/i,
  /host key verification failed/i
];
var conflictWordings = [
  /'refs\/heads\/([^']+)' exists; cannot create/i,
  /there are still refs under '?refs\/heads\//i,
  /directory[ /]file conflict|D\/F conflict/i,
  /unable to create '[^']*\.lock': Not a directory/i,
  /cannot lock ref .*: (Not|Is) a directory/i,
  /cannot process 'refs\/heads\/[^']+' and 'refs\/heads\/[^']+' at the same time/i
];
function classifyPush(code, printed) {
  const text = withoutNames(printed);
  if (code === 0) return /^Everything up-to-date$/m.test(text) ? "transient" : "accepted";
  if (isNameConflict(text)) return "refused";
  if (/rate limit/i.test(text)) return "transient";
  if (refusedWordings.some((wording) => wording.test(text))) return "refused";
  if (isTransientFailure(text)) return "transient";
  if (/hook declined/i.test(text)) return "refused";
  return rejectedWordings.some((wording) => wording.test(text)) ? "rejected" : "transient";
}
function isNameConflict(text) {
  return conflictWordings.some((wording) => wording.test(text));
}
function conflictingBranch(text) {
  return conflictWordings[0]?.exec(text)?.[1];
}

// actions/toolkit/git/push.ts
async function pushCommit(repository, push) {
  const ref = `refs/heads/${push.branch}`;
  const lease = push.replaces === void 0 ? [] : [`--force-with-lease=${ref}:${push.replaces}`];
  const { code, stdout, stderr } = await tryGit(
    repository,
    ...["-c", "core.hooksPath=/dev/null", "push", "--porcelain", "--no-thin", "--no-verify", "--no-signed"],
    ...[...lease, remote, `${push.commit}:${ref}`]
  );
  const text = `${stdout}${stderr}`.trim();
  const outcome = classifyPush(code, text);
  if (outcome !== "refused") return { outcome, text };
  if (isNameConflict(text)) throw await nameConflict(repository, push.branch, text);
  throw new ActionError("bump-denied", `Pushing to ${push.branch} is not permitted:
${text}`);
}
async function hasLanded(repository, push, isFetched) {
  const { branch, commit } = push;
  const head = isFetched ? await fetchedHead(repository, branch) : await findBranch(repository, branch);
  return head !== void 0 && await isAncestor(repository, commit, head);
}
async function nameConflict(repository, branch, text) {
  const other = conflictingBranch(text) ?? await findConflict(repository, branch);
  return new ActionError(
    "branch-name-conflict",
    `Git cannot have the branch ${branch} beside ${other ?? "another one"}, since the name of one is a folder of the other's:
${text}`
  );
}
async function findConflict(repository, branch) {
  const words = branch.split("/");
  const above = words.slice(1).map((_, at) => words.slice(0, at + 1).join("/"));
  const patterns = [...above, `${branch}/*`].map((name) => `refs/heads/${name}`);
  try {
    const found = await listRemote(repository, ...patterns);
    return found.find((name) => name.startsWith("refs/heads/"))?.slice("refs/heads/".length);
  } catch {
    repository.signal?.throwIfAborted();
    return void 0;
  }
}

// actions/toolkit/git/push-with-retry.ts
async function retryOnConflict({ maxAttempts, signal }, attempt) {
  const pushed = [];
  const count = (kind) => pushed.filter((one) => one.kind === kind).length;
  for (let attempts = 1; ; attempts++) {
    const ended = await attempt().catch((error) => ({ kind: "failed", error }));
    const late = await findLanded(pushed, true);
    if (late) return { value: await late.accept(), attempts };
    if (ended.kind === "failed") throw ended.error;
    if (ended.kind === "ended") return { value: ended.value, attempts };
    pushed.push(ended);
    const [conflicts, failures] = [count("conflict"), count("unanswered")];
    const isLast = conflicts >= maxAttempts || failures > maxRetries;
    await waitFor(ended, { conflicts, failures, maxAttempts, isLast, signal });
    const landed = await findLanded(pushed, false);
    if (landed) {
      say("the push has landed; its answer was lost");
      return { value: await landed.accept(), attempts };
    }
    if (isLast) throw lastError(ended, maxAttempts);
  }
}
function lastError({ kind, text }, maxAttempts) {
  if (kind === "unanswered") return unavailable("git push", text);
  return new ActionError("bump-contended", `All ${maxAttempts} pushes were overtaken. The last:
${text}`);
}
async function tryPush(repository, push, accept) {
  const { outcome, text } = await pushCommit(repository, push);
  if (outcome === "accepted") return { kind: "ended", value: await accept() };
  return {
    kind: outcome === "rejected" ? "conflict" : "unanswered",
    text,
    hasLanded: (isFetched) => hasLanded(repository, push, isFetched),
    accept: async () => accept()
  };
}
async function findLanded(pushed, isFetched) {
  for (const [at, one] of pushed.toReversed().entries()) if (await one.hasLanded(isFetched || at > 0)) return one;
  return void 0;
}
async function waitFor({ kind, text }, { conflicts, failures, maxAttempts, isLast, signal }) {
  if (kind === "unanswered") {
    const wait2 = retryWaitMs(isLast ? 1 : failures);
    say(`git push failed (${lastLine(text)}); finding out in ${formatDuration(wait2)} whether it has landed`);
    return sleep(wait2, signal);
  }
  if (isLast) return;
  const wait = backoffMs(conflicts, { firstMs: 500, factor: 1.5, capMs: 15e3 });
  say(`push ${conflicts} of \u2264 ${maxAttempts} was overtaken; on the new head again in ${formatDuration(wait)}`);
  await sleep(wait, signal);
}

// actions/toolkit/git/commit.ts
import { join } from "node:path";
var bot = "github-actions[bot]";
var botEmail = "41898282+github-actions[bot]@users.noreply.github.com";
var identity = {
  GIT_AUTHOR_NAME: bot,
  GIT_AUTHOR_EMAIL: botEmail,
  GIT_COMMITTER_NAME: bot,
  GIT_COMMITTER_EMAIL: botEmail,
  GIT_AUTHOR_DATE: void 0,
  GIT_COMMITTER_DATE: void 0
};
function commitChanges(repository, spec, changes) {
  return withIndex(repository, spec.parent, async (indexed) => {
    const lines = [];
    for (const [path, text] of changes) lines.push(await indexLine(indexed, path, text));
    await gitWithInput(indexed, lines.join(""), "update-index", "-z", "--index-info");
    return commitTree(repository, spec, await writeTree(indexed));
  });
}
function commitTree(repository, { parent, message }, tree) {
  const as = { ...repository, env: { ...repository.env, ...identity } };
  const parents = parent === void 0 ? [] : ["-p", parent];
  return gitWithInput(as, message, "-c", "commit.gpgSign=false", "commit-tree", tree, ...parents, "-F", "-");
}
async function withIndex(repository, commit, work) {
  return withTemporaryFolder(repository, "index", async (folder) => {
    const indexed = { ...repository, env: { ...repository.env, GIT_INDEX_FILE: join(folder, "index") } };
    await git(indexed, "read-tree", commit ?? "--empty");
    return work(indexed);
  });
}
function writeTree(indexed) {
  return git(indexed, "write-tree", "--missing-ok");
}
async function indexLine(indexed, path, text) {
  if (text === void 0) return `0 ${"0".repeat(40)}	${path}\0`;
  return `100644 ${await writeBlob(indexed, text)}	${path}\0`;
}
async function writeBlob(repository, text) {
  const object = await gitWithInput(repository, text, "hash-object", "-w", "--no-filters", "--stdin");
  repository.blobs?.ids.add(object);
  return object;
}

export {
  retryOnConflict,
  tryPush,
  commitChanges,
  commitTree,
  withIndex,
  writeTree
};
