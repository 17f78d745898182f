import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  git,
  gitCommand,
  remote,
  requestBlobs
} from "./shared-FCLMPENQ.js";
import {
  commandFailed,
  execute
} from "./shared-OBT6BLLR.js";

// actions/toolkit/git/connection.ts
import { resolve } from "node:path";
var otherRepository = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_COMMON_DIR",
  "GIT_NAMESPACE",
  "GIT_PREFIX",
  "GIT_GRAFT_FILE",
  "GIT_SHALLOW_FILE",
  "GIT_REPLACE_REF_BASE",
  "GIT_NO_REPLACE_OBJECTS",
  "GIT_IMPLICIT_WORK_TREE",
  "GIT_INTERNAL_SUPER_PREFIX",
  "GIT_CONFIG"
];
var withoutOtherRepository = Object.fromEntries(
  otherRepository.map((name) => [name, void 0])
);
function checkoutAt(dir, signal) {
  return { dir, signal, env: withoutOtherRepository };
}
var connecting = new RegExp(
  [
    "http\\..*",
    "credential\\..*",
    "protocol\\..*",
    "url\\..*\\.(insteadof|pushinsteadof)",
    "core\\.(sshcommand|gitproxy|askpass)",
    "ssh\\.variant",
    `remote\\.${remote}\\.(url|pushurl|proxy|proxyauthmethod|uploadpack|receivepack)`
  ].map((name) => `^${name}$`).join("|"),
  "s"
);
async function readConnection(checkout, signal) {
  const listed = await git(checkoutAt(checkout, signal), "config", "--list", "-z", "--includes");
  return listed.split("\0").flatMap((entry) => {
    const end = entry.indexOf("\n");
    const [name, value] = end === -1 ? [entry, "true"] : [entry.slice(0, end), entry.slice(end + 1)];
    return connecting.test(name) ? [[name, name.endsWith("url") ? absolute(checkout, value) : value]] : [];
  });
}
function absolute(checkout, url) {
  return /^\.{1,2}(\/|$)/.test(url) ? resolve(checkout, url) : url;
}

// actions/toolkit/git/read-file.ts
async function listEntries(repository, commit, ...paths) {
  const listed = await git(repository, "ls-tree", "-r", "-z", "--full-tree", commit, "--", ...paths);
  return listed.split("\0").flatMap((line) => {
    const [, mode, object, path] = /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    return mode && object && path ? [{ mode, object, path }] : [];
  });
}
function isFile({ mode }) {
  return mode.startsWith("100");
}
async function readFilesAt(repository, commit, paths) {
  if (paths.length === 0) return [];
  const entries = await listEntries(repository, commit, ...paths, ...readTogether(paths));
  const files = new Map(entries.filter(isFile).map(({ path, object }) => [path, object]));
  await requestBlobs(repository, [...files.values()]);
  const known = paths.flatMap((path) => files.get(path) ?? []);
  const texts = await readBlobs(repository, known);
  const byObject = new Map(known.map((object, at) => [object, texts[at]]));
  return paths.map((path) => byObject.get(files.get(path) ?? ""));
}
function readTogether(paths) {
  return paths.some((path) => path.startsWith("kustomize/")) ? ["kustomize/"] : [];
}
async function readFileAt(repository, commit, path) {
  return (await readFilesAt(repository, commit, [path]))[0];
}
async function readBlobs(repository, names) {
  const contents = await readBlobContents(repository, names);
  return contents.map((content) => content?.toString("utf8"));
}
async function readBlobContents(repository, names) {
  if (names.length === 0) return [];
  const asked = names.map((name) => name.includes("\n") ? ":" : name);
  const stdin = asked.map((name) => `${name}
`).join("");
  const command = { ...gitCommand(repository, ["cat-file", "--batch"]), stdin };
  const outcome = await execute(command);
  if (outcome.code !== 0) throw commandFailed(command, outcome);
  const { stdout } = outcome;
  const contents = [];
  let at = 0;
  while (contents.length < names.length && at < stdout.length) {
    const end = stdout.indexOf("\n", at);
    const [, kind, size] = / (\w+) (\d+)$/.exec(stdout.toString("utf8", at, end)) ?? [];
    at = end + 1;
    contents.push(kind === "blob" ? stdout.subarray(at, at + Number(size)) : void 0);
    if (kind !== void 0) at += Number(size) + 1;
  }
  return names.map((_, index) => contents[index]);
}

export {
  withoutOtherRepository,
  checkoutAt,
  readConnection,
  listEntries,
  isFile,
  readFilesAt,
  readFileAt,
  readBlobs,
  readBlobContents
};
