import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  isFile,
  listEntries,
  readBlobContents
} from "./shared-CJ5PCRV2.js";
import {
  requestBlobs
} from "./shared-TE3E4LKY.js";
import {
  ActionError
} from "./shared-7TBOUWSZ.js";

// actions/toolkit/one-line.ts
function oneLine(text, limit = 200) {
  const line = text.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, " ").trim();
  const harmless = line.replaceAll("##[", "## [").replace(/^::/, ": :");
  return harmless.length > limit ? `${harmless.slice(0, limit - 1)}\u2026` : harmless;
}

// actions/toolkit/git/write-files.ts
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
var manifests = "kustomize";
async function withManifests(repository, commit, work) {
  const entries = await listEntries(repository, commit, `${manifests}/`);
  const others = entries.filter((entry) => !isFile(entry) || !isSafe(entry));
  if (others.length > 0) throw refusal(commit, others);
  await requestBlobs(
    repository,
    entries.map(({ object }) => object)
  );
  const folder = await mkdtemp(join(process.env.RUNNER_TEMP ?? tmpdir(), "manifests-"));
  try {
    await write(repository, entries, folder);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
async function write(repository, entries, folder) {
  const contents = await readBlobContents(
    repository,
    entries.map(({ object }) => object)
  );
  for (const name of new Set(entries.map(({ path }) => dirname(path))))
    await mkdir(join(folder, name), { recursive: true });
  for (const [at, { path, object }] of entries.entries()) {
    const content = contents[at];
    if (content === void 0) throw new ActionError("command-failed", `Git has no content of ${path} (${object}).`);
    await writeFile(join(folder, path), content);
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
  oneLine,
  withManifests
};
