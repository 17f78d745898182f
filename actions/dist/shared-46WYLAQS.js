import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  git,
  tryGit
} from "./shared-NC4O7Z2M.js";

// actions/toolkit/worktree.ts
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
async function withWorktree(repository, commit, work) {
  const folder = await mkdtemp(join(process.env.RUNNER_TEMP ?? tmpdir(), "worktree-"));
  const dir = join(folder, "tree");
  try {
    await git(repository, "worktree", "add", "--quiet", "--detach", dir, commit);
    return await work({ ...repository, dir });
  } finally {
    await tryGit({ dir: repository.dir }, "worktree", "remove", "--force", dir);
    await rm(folder, { recursive: true, force: true });
  }
}

export {
  withWorktree
};
