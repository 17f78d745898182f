import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  isFile,
  listEntries,
  readBlobContents
} from "./shared-BJLNWFWN.js";
import {
  oneLine,
  requestBlobs
} from "./shared-FCLMPENQ.js";
import {
  ActionError
} from "./shared-OBT6BLLR.js";

// actions/toolkit/git/temporary-folder.ts
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
async function withTemporaryFolder({ scratch }, name, work) {
  const folder = await mkdtemp(join(scratch ?? process.env.RUNNER_TEMP ?? tmpdir(), `${name}-`));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => void 0);
  }
}

// actions/toolkit/git/write-files.ts
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join as join2 } from "node:path";
var manifests = "kustomize";
async function withManifests(repository, commit, work) {
  const entries = await listEntries(repository, commit, `${manifests}/`);
  const others = entries.filter((entry) => !isFile(entry) || !isSafe(entry));
  if (others.length > 0) throw refusal(commit, others);
  await requestBlobs(
    repository,
    entries.map(({ object }) => object)
  );
  return withTemporaryFolder(repository, "manifests", async (folder) => {
    await write(repository, entries, folder);
    return work(folder);
  });
}
async function write(repository, entries, folder) {
  const contents = await readBlobContents(
    repository,
    entries.map(({ object }) => object)
  );
  for (const name of new Set(entries.map(({ path }) => dirname(path))))
    await mkdir(join2(folder, name), { recursive: true });
  for (const [at, { path, object }] of entries.entries()) {
    const content = contents[at];
    if (content === void 0) throw new ActionError("command-failed", `Git has no content of ${path} (${object}).`);
    await writeFile(join2(folder, path), content);
  }
}
function refusal(commit, others) {
  const list = others.map((entry) => `- ${oneLine(entry.path)} (${describe(entry)})`).join("\n");
  return new ActionError(
    "render-failed",
    `Below ${manifests}/ there may be nothing but files; at ${commit.slice(0, 12)} there is:
${list}`
  );
}
function describe({ mode }) {
  const kinds = { "120000": "a symbolic link", "160000": "a submodule" };
  return kinds[mode] ?? "a path that leaves its folder";
}
function isSafe({ path }) {
  return path.split("/").every((name) => !["", ".", ".."].includes(name) && name.toLowerCase() !== ".git");
}

export {
  withTemporaryFolder,
  withManifests
};
