import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  commitChanges,
  retryOnConflict,
  tryPush
} from "./shared-24AK7QCC.js";
import {
  isDigest,
  shortDigest
} from "./shared-TDZNGA7R.js";
import {
  readFilesAt
} from "./shared-BJLNWFWN.js";
import {
  findBranch,
  git
} from "./shared-FCLMPENQ.js";
import {
  isRecord,
  textAt
} from "./shared-KV5TVEEZ.js";
import {
  ActionError,
  asActionError
} from "./shared-OBT6BLLR.js";

// actions/toolkit/ledger.ts
var branch = "ledger";
var maxAttempts = 10;
async function appendEntry(repository, entry, signal) {
  try {
    return (await retryOnConflict({ maxAttempts, signal }, () => tryAppend(repository, entry))).value;
  } catch (error) {
    throw explain(error, `The ledger did not take ${entryPath(entry)}`);
  }
}
async function tryAppend(repository, entry) {
  const { environment, digest } = entry;
  const path = entryPath(entry);
  const parent = await findBranch(repository, branch);
  const message = `Verify ${shortDigest(digest)} in ${environment}
`;
  const changes = /* @__PURE__ */ new Map([[path, `${JSON.stringify(entry, null, 2)}
`]]);
  const commit = await commitChanges(repository, { parent, message }, changes);
  return tryPush(repository, { branch, commit }, () => path);
}
async function readLedger(repository, environment, limit = 50) {
  try {
    const head = await findBranch(repository, branch);
    return head === void 0 ? [] : await readNewest(repository, head, environment, limit);
  } catch (error) {
    throw explain(error, "The ledger could not be read");
  }
}
async function readNewest(repository, head, environment, limit) {
  const listing = await git(repository, "ls-tree", "-z", "--name-only", head, "--", `${environment}/`);
  const paths = listing.split("\0").filter((path) => path.endsWith(".json"));
  const newest = paths.toSorted().toReversed().slice(0, limit);
  const texts = await readFilesAt(repository, head, newest);
  return newest.flatMap((path, index) => parseEntry(path, texts[index] ?? "") ?? []);
}
var gitFailures = ["command-failed", "bump-denied", "bump-contended"];
function explain(thrown, what) {
  const error = asActionError(thrown);
  if (!gitFailures.includes(error.code)) return error;
  return new ActionError("ledger-failed", `${what}:
${error.message}`, { cause: error });
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
