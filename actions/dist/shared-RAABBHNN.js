import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  git,
  tryGit
} from "./shared-PIS6YQCL.js";

// actions/toolkit/worktree.ts
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
async function withWorktree(repository, commit, work) {
  await removeAbandonedOnce(repository);
  const folder = await mkdtemp(join(process.env.RUNNER_TEMP ?? tmpdir(), `worktree-${process.pid}-`));
  const dir = join(folder, "tree");
  try {
    await git(repository, "worktree", "add", "--quiet", "--detach", dir, commit);
    return await work({ ...repository, dir });
  } finally {
    await remove({ dir: repository.dir }, dir);
  }
}
var swept = /* @__PURE__ */ new Map();
function removeAbandonedOnce(repository) {
  const sweep = swept.get(repository.dir) ?? removeAbandoned(repository);
  swept.set(repository.dir, sweep);
  return sweep;
}
async function removeAbandoned(repository) {
  const listed = await tryGit(repository, "worktree", "list", "--porcelain");
  for (const [, dir = "", pid] of listed.stdout.toString().matchAll(/^worktree (.*\/worktree-(\d+)-\w+\/tree)$/gm))
    if (Number(pid) === process.pid || !isRunning(Number(pid))) await remove(repository, dir);
}
async function remove(repository, dir) {
  await tryGit(repository, "worktree", "remove", "--force", "--force", dir);
  await rm(dirname(dir), { recursive: true, force: true });
}
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

export {
  withWorktree
};
