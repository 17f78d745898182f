import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  ActionError,
  execute,
  succeed
} from "./shared-WKLTEIA5.js";

// actions/toolkit/git.ts
import { rm } from "node:fs/promises";
var remote = "origin";
var environment = { LC_ALL: "C", GIT_TERMINAL_PROMPT: "0" };
function gitCommand({ dir, signal, env }, args) {
  return { file: "git", args, cwd: dir, env: { ...env, ...environment }, signal };
}
async function git(repository, ...args) {
  return (await succeed(gitCommand(repository, args))).replace(/\n$/, "");
}
async function gitOn(repository, stdin, ...args) {
  return (await succeed({ ...gitCommand(repository, args), stdin })).replace(/\n$/, "");
}
function tryGit(repository, ...args) {
  return execute(gitCommand(repository, args));
}
async function exportTree(repository, commit, pathspecs, folder) {
  const tar = `${folder}.tar`;
  await git(repository, "archive", "--format=tar", `--output=${tar}`, commit, "--", ...pathspecs);
  await succeed({ file: "tar", args: ["--extract", "--file", tar, "--directory", folder], signal: repository.signal });
  await rm(tar);
}
async function listTree(repository, commit, pathspecs) {
  const empty = await git(repository, "hash-object", "-t", "tree", "/dev/null");
  const raw = await git(repository, "diff-tree", "-r", "-z", "--no-renames", empty, commit, "--", ...pathspecs);
  const words = raw.split("\0").slice(0, -1);
  const entries = [];
  for (let at = 0; at + 1 < words.length; at += 2) {
    const [, mode, , object] = (words[at] ?? "").split(" ");
    entries.push(`${mode} ${object} ${words[at + 1]}`);
  }
  return entries;
}
async function changedPaths(repository, before, after, pathspecs) {
  const names = await git(
    repository,
    ...["diff-tree", "-r", "-z", "--no-renames", "--name-only", before, after, "--", ...pathspecs]
  );
  return names.split("\0").filter((name) => name !== "");
}
async function findCommit(repository, revision) {
  const outcome = await tryGit(repository, "rev-parse", "--verify", "--quiet", `${revision}^{commit}`);
  return outcome.code === 0 ? outcome.stdout.toString().trim() : void 0;
}
async function needCommit(repository, revision) {
  const here = await findCommit(repository, revision);
  if (here) return here;
  const fetched = await tryGit(
    repository,
    "fetch",
    "--no-tags",
    "--quiet",
    ...await depth(repository),
    remote,
    revision
  );
  const found = fetched.code === 0 ? await findCommit(repository, revision) : void 0;
  if (found) return found;
  throw new ActionError(
    "commit-unknown",
    `Commit ${revision} is neither here nor on ${remote}: ${fetched.stderr.trim()}`
  );
}
async function fetchBranch(repository, branch) {
  const ref = `refs/remotes/${remote}/${branch}`;
  await git(repository, "fetch", "--no-tags", "--quiet", "--no-filter", remote, `+refs/heads/${branch}:${ref}`);
  return git(repository, "rev-parse", "--verify", ref);
}
async function findBranch(repository, branch) {
  const listed = await git(repository, "ls-remote", "--heads", remote, `refs/heads/${branch}`);
  return listed === "" ? void 0 : fetchBranch(repository, branch);
}
async function findFile(repository, commit, path) {
  const listed = await git(repository, "ls-tree", "--name-only", commit, "--", path);
  return listed === "" ? void 0 : git(repository, "show", `${commit}:${path}`);
}
async function completeHistory(repository) {
  if (!await isShallow(repository)) return;
  await git(repository, "fetch", "--no-tags", "--quiet", "--unshallow", "--filter=tree:0", remote);
}
async function isAncestor(repository, ancestor, descendant) {
  await completeHistory(repository);
  const outcome = await tryGit(repository, "merge-base", "--is-ancestor", ancestor, descendant);
  if (outcome.code > 1) {
    throw new ActionError("commit-unknown", `Cannot compare ${ancestor} with ${descendant}: ${outcome.stderr.trim()}`);
  }
  return outcome.code === 0;
}
async function commitTime(repository, commit) {
  return Number(await git(repository, "show", "--no-patch", "--format=%ct", commit));
}
async function isShallow(repository) {
  return await git(repository, "rev-parse", "--is-shallow-repository") === "true";
}
async function depth(repository) {
  return await isShallow(repository) ? ["--depth=1"] : [];
}

export {
  gitCommand,
  git,
  gitOn,
  tryGit,
  exportTree,
  listTree,
  changedPaths,
  findCommit,
  needCommit,
  fetchBranch,
  findBranch,
  findFile,
  completeHistory,
  isAncestor,
  commitTime
};
