import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  readPush
} from "./shared-ANMEXGST.js";
import {
  isDigest,
  shortDigest
} from "./shared-TDZNGA7R.js";
import {
  git,
  gitCommand,
  gitOn,
  tryGit
} from "./shared-PIS6YQCL.js";
import {
  isRecord,
  textAt
} from "./shared-KV5TVEEZ.js";
import {
  ActionError,
  backoffMs,
  commandFailed,
  execute,
  sleep
} from "./shared-WKLTEIA5.js";

// actions/toolkit/blobs.ts
async function readBlobs(repository, names) {
  const asked = names.map((name) => name.includes("\n") ? ":" : name);
  const stdin = asked.map((name) => `${name}
`).join("");
  const command = { ...gitCommand(repository, ["cat-file", "--batch"]), stdin };
  const outcome = await execute(command);
  if (outcome.code !== 0) throw commandFailed(command, outcome);
  const { stdout } = outcome;
  const texts = [];
  let at = 0;
  while (texts.length < names.length && at < stdout.length) {
    const end = stdout.indexOf("\n", at);
    const [, kind, size] = / (\w+) (\d+)$/.exec(stdout.toString("utf8", at, end)) ?? [];
    at = end + 1;
    texts.push(kind === "blob" ? stdout.toString("utf8", at, at + Number(size)) : void 0);
    if (kind !== void 0) at += Number(size) + 1;
  }
  return names.map((_, index) => texts[index]);
}

// actions/toolkit/ledger.ts
var branch = "ledger";
var ref = `refs/remotes/origin/${branch}`;
var maxAttempts = 10;
var bot = "github-actions[bot]";
var botEmail = "41898282+github-actions[bot]@users.noreply.github.com";
async function appendEntry(repository, entry, signal) {
  const path = entryPath(entry);
  const text = `${JSON.stringify(entry, null, 2)}
`;
  for (let attempt = 1; ; attempt++) {
    const commit = await commitOn(repository, await fetchHead(repository), path, text, entry);
    const { code, stdout, stderr } = await tryGit(
      repository,
      ...["-c", "core.hooksPath=/dev/null", "push", "--porcelain", "origin", `${commit}:refs/heads/${branch}`]
    );
    const said = `${stdout}${stderr}`.trim();
    const outcome = readPush(code, said);
    if (outcome === "landed") return path;
    if (outcome !== "raced" || attempt === maxAttempts)
      throw new ActionError(
        "ledger-failed",
        `The ledger did not take ${path} (${outcome}, attempt ${attempt}):
${said}`
      );
    await sleep(backoffMs(attempt, { firstMs: 200, factor: 1.5, capMs: 5e3 }), signal);
  }
}
async function readLedger(repository, environment, limit = 50) {
  if (await fetchHead(repository) === void 0) return [];
  const listing = await git(repository, "ls-tree", "-z", "--name-only", ref, "--", `${environment}/`);
  const paths = listing.split("\0").filter((path) => path.endsWith(".json"));
  const newest = paths.toSorted().toReversed().slice(0, limit);
  const texts = await readBlobs(
    repository,
    newest.map((path) => `${ref}:${path}`)
  );
  return newest.flatMap((path, index) => parseEntry(path, texts[index] ?? "") ?? []);
}
function lastVerified(records, { current, refused = [] }) {
  return records.find(({ digest }) => digest !== current && !refused.includes(digest));
}
function parseEntry(path, text) {
  const value = parseJson(text);
  const report = isRecord(value) ? value.report : void 0;
  const entry = {
    path,
    environment: textAt(value, "environment"),
    verifiedAt: textAt(value, "verifiedAt"),
    imageRef: textAt(value, "imageRef"),
    digest: textAt(value, "digest"),
    sourceCommit: textAt(value, "sourceCommit"),
    bumpCommit: textAt(value, "bumpCommit"),
    engineRevision: textAt(value, "engineRevision") || null,
    report: isRecord(report) ? report : {}
  };
  const isWhole = Object.values(entry).every((field) => field !== "") && isDigest(entry.digest);
  return isWhole && path.startsWith(`${entry.environment}/`) ? entry : void 0;
}
function entryPath({ environment, verifiedAt, digest }) {
  return `${environment}/${verifiedAt.replaceAll(/[-:.]/g, "")}-${shortDigest(digest)}.json`;
}
async function fetchHead(repository) {
  const fetch = ["fetch", "--no-tags", "--quiet", "--no-filter", "origin", `+refs/heads/${branch}:${ref}`];
  const { code, stderr } = await tryGit(repository, ...fetch);
  if (code === 0) return git(repository, "rev-parse", "--verify", ref);
  if (/couldn't find remote ref/i.test(stderr)) return void 0;
  throw new ActionError("ledger-failed", `The ledger could not be read:
${stderr.trim()}`);
}
async function commitOn(repository, head, path, text, { environment, digest }) {
  const [folder = "", name = ""] = path.split("/");
  const blob = await gitOn(repository, text, "hash-object", "-w", "--stdin");
  const inner = await treeWith(repository, head && `${head}:${folder}`, `100644 blob ${blob}	${name}`);
  const tree = await treeWith(repository, head, `040000 tree ${inner}	${folder}`);
  const identity = ["-c", `user.name=${bot}`, "-c", `user.email=${botEmail}`, "-c", "commit.gpgsign=false"];
  const message = `Verify ${shortDigest(digest)} in ${environment}`;
  const parent = head === void 0 ? [] : ["-p", head];
  return git(repository, ...identity, "commit-tree", tree, ...parent, "-m", message);
}
async function treeWith(repository, tree, line) {
  const listed = tree === void 0 ? void 0 : await tryGit(repository, "ls-tree", "-z", tree);
  const there = listed?.code === 0 ? listed.stdout.toString().split("\0").filter(Boolean) : [];
  const name = line.split("	")[1];
  const kept = there.filter((one) => one.split("	")[1] !== name);
  return gitOn(repository, `${[...kept, line].join("\0")}\0`, "mktree", "-z");
}
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}

export {
  appendEntry,
  readLedger,
  lastVerified
};
