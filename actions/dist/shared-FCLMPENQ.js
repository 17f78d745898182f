import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  ActionError,
  backoffMs,
  commandFailed,
  execute,
  formatDuration,
  isCommit,
  say,
  sleep,
  succeed,
  tail
} from "./shared-OBT6BLLR.js";

// actions/toolkit/one-line.ts
function oneLine(text, limit = 200) {
  const line = text.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, " ").trim();
  const harmless = line.replaceAll("##[", "## [").replace(/^::/, ": :");
  return harmless.length > limit ? `${harmless.slice(0, limit - 1)}\u2026` : harmless;
}

// actions/toolkit/git/git.ts
import { rm } from "node:fs/promises";
var remote = "origin";
var environment = { LC_ALL: "C", GIT_TERMINAL_PROMPT: "0" };
function gitCommand({ dir, signal, env }, args) {
  return { file: "git", args, cwd: dir, env: { ...env, ...environment }, signal };
}
async function git(repository, ...args) {
  return (await succeed(gitCommand(repository, args))).replace(/\n$/, "");
}
async function gitWithInput(repository, stdin, ...args) {
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
async function commitTime(repository, commit) {
  return Number(await git(repository, "show", "--no-patch", "--format=%ct", commit));
}

// actions/toolkit/git/transient.ts
var transientWordings = [
  /(returned error:|HTTP|status:?) (408|425|429|5\d\d)\b/i,
  /rate limit/i,
  /too many requests/i,
  /fatal error in commit_refs/i,
  /internal server error/i,
  /(API is not accessible|internal API (is )?(unreachable|error)|unable to contact gitea)/i,
  /remote failed to report status/i,
  /early EOF/i,
  /unexpected disconnect/i,
  /hung up unexpectedly/i,
  /unexpected(ly)? (closed|end of file|EOF)|unexpectedly closed/i,
  /connection (was )?(reset|refused|closed|aborted|timed out)|failed to connect|couldn't connect/i,
  /could not resolve|couldn't resolve|temporary failure in name resolution|name or service not known/i,
  /timed? ?out/i,
  /empty reply from server|recv failure|send failure|transfer closed/i,
  /HTTP\/2 (stream|framing)|stream \d+ was not closed cleanly|curl (5|6|7|16|18|28|35|52|55|56|92)\b/i,
  /(TLS|SSL|gnutls)[ _\w]*(error|handshake|alert|connect|recv|read)|gnutls_handshake|unexpected eof while reading/i,
  /service (is )?(temporarily )?unavailable|bad gateway|gateway time-?out/i,
  // A fetch that was given up may still be under way.
  /could not lock config file|cannot lock ref 'refs\/remotes\//i,
  /no space left on device|read-only file system|resource temporarily unavailable|cannot allocate memory/i,
  /no route to host|network is unreachable/i
];
var answers = [
  /not our ref/i,
  /couldn't find remote ref/i,
  /unadvertised object/i,
  /does not appear to be a git repository/i,
  /repository .*not found/i,
  /certificate/i,
  /permission denied|access denied|authentication failed|could not read username|host key verification/i
];
function withoutNames(text) {
  return text.replaceAll(/^(To |From |error: failed to push some refs to ).*$/gm, "").replaceAll(/^[ +*!=-]\t[^\t\n]*\t/gm, "").replaceAll(/'[a-z+]+:\/\/[^']*'/g, "''");
}
function isTransientFailure(text) {
  const said = withoutNames(text);
  return transientWordings.some((wording) => wording.test(said)) && !answers.some((wording) => wording.test(said));
}

// actions/toolkit/git/network.ts
var maxRetries = 3;
function retryWaitMs(retry) {
  return backoffMs(retry, { firstMs: 1500, factor: 3, capMs: 15e3 });
}
var noSignal = new AbortController().signal;
function fetchFromOrigin(repository, request) {
  return retried(fetchCommand(repository, request));
}
async function fetchOrThrow(repository, request) {
  const command = fetchCommand(repository, request);
  const outcome = await retried(command);
  if (outcome.code !== 0) throw commandFailed(command, outcome);
}
async function listRemote(repository, ...patterns) {
  const command = gitCommand(repository, ["ls-remote", remote, ...patterns]);
  const outcome = await retried(command);
  if (outcome.code !== 0) throw commandFailed(command, outcome);
  return outcome.stdout.toString("utf8").split("\n").flatMap((line) => line.split("	")[1] ?? []);
}
function fetchCommand(repository, request) {
  const { settings = [], options = [], refspecs = [], stdin } = request;
  const pairs = ["core.hooksPath=/dev/null", ...settings].flatMap((pair) => ["-c", pair]);
  const args = [...pairs, "fetch", "--no-tags", "--quiet", "--no-recurse-submodules", ...options, remote, ...refspecs];
  return { ...gitCommand(repository, args), stdin };
}
async function retried(command) {
  const [subject = ""] = command.args.filter((word) => /^(fetch|ls-remote)$/.test(word));
  for (let retry = 1; ; retry++) {
    const outcome = await execute(command);
    if (outcome.code === 0 || !isTransientFailure(outcome.stderr)) return outcome;
    if (retry > maxRetries) throw unavailable(`git ${subject}`, outcome.stderr);
    const wait = retryWaitMs(retry);
    say(
      `git ${subject} failed (${lastLine(outcome.stderr)}); retry ${retry} of ${maxRetries} in ${formatDuration(wait)}`
    );
    await sleep(wait, command.signal ?? noSignal);
  }
}
function unavailable(what, stderr) {
  const detail = tail(stderr, 20) || "(nothing on stderr)";
  return new ActionError("git-unavailable", `${what} failed ${maxRetries + 1} times. The last:
${detail}`);
}
function lastLine(stderr) {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  const telling = lines.find((line) => isTransientFailure(line)) ?? lines.find((line) => /^(fatal|remote):/.test(line)) ?? lines.at(-1);
  return oneLine(telling ?? "no message", 300);
}

// actions/toolkit/git/partial-clone.ts
function fetchHistory(repository, request) {
  const { blobs } = repository;
  if (!blobs) return fetchFromOrigin(repository, withOption(request, "--no-filter"));
  const filtered = withOption(request, "--filter=blob:none");
  return oneAtATime(blobs, () => withoutLazyFetch(repository, () => fetchFromOrigin(repository, filtered)));
}
async function requestBlobs(repository, ids) {
  const { blobs } = repository;
  if (!blobs) return;
  await oneAtATime(blobs, async () => {
    const missing = [...new Set(ids)].filter((id) => !blobs.ids.has(id));
    if (missing.length === 0) return;
    await fetchBlobs(repository, missing);
    for (const id of missing) blobs.ids.add(id);
  });
}
async function fetchBlobs(repository, ids) {
  const request = {
    // The commits that are here say nothing about blobs that are not.
    settings: ["fetch.negotiationAlgorithm=noop"],
    options: ["--filter=blob:none", "--no-write-fetch-head", "--stdin"],
    stdin: ids.map((id) => `${id}
`).join("")
  };
  const { code } = await withoutLazyFetch(repository, () => fetchFromOrigin(repository, request));
  if (code === 0 || await areHere(repository, ids)) return;
  const refspecs = await fetchedRefspecs(repository);
  await withoutLazyFetch(
    repository,
    () => fetchOrThrow(repository, { options: ["--refetch", "--no-filter"], refspecs })
  );
}
async function withoutLazyFetch(repository, fetch) {
  try {
    return await fetch();
  } finally {
    await tryGit({ ...repository, signal: void 0 }, "config", "--remove-section", `remote.${remote}`);
  }
}
function oneAtATime(blobs, work) {
  const result = blobs.underWay.then(work);
  blobs.underWay = result.catch(() => void 0);
  return result;
}
async function areHere(repository, ids) {
  const stdin = ids.map((id) => `${id}
`).join("");
  const found = await gitWithInput(repository, stdin, "cat-file", "--batch-check");
  return !/ missing$/m.test(found);
}
async function fetchedRefspecs(repository) {
  const names = await git(repository, "for-each-ref", "--format=%(refname:lstrip=3)", `refs/remotes/${remote}/`);
  return names.split("\n").map((name) => `+refs/heads/${name}:refs/remotes/${remote}/${name}`);
}
function withOption(request, option) {
  return { ...request, options: [...request.options ?? [], option] };
}

// actions/toolkit/git/fetch.ts
async function ensureCommit(repository, revision) {
  if (!isCommit(revision))
    throw new ActionError("commit-unknown", `'${oneLine(revision, 60)}' is not a full commit id.`);
  const here = await findCommit(repository, revision);
  if (here) return here;
  const fetched = await fetchHistory(repository, { options: await depth(repository), refspecs: [revision] });
  const found = fetched.code === 0 ? await findCommit(repository, revision) : void 0;
  if (found) return found;
  throw new ActionError(
    "commit-unknown",
    `Commit ${revision} is neither here nor on ${remote}: ${fetched.stderr.trim()}`
  );
}
async function fetchBranch(repository, branch) {
  const head = await findBranch(repository, branch);
  if (head !== void 0) return head;
  throw new ActionError("command-failed", `There is no branch ${branch} on ${remote}.`);
}
async function findBranch(repository, branch) {
  const refspecs = [`+refs/heads/${branch}:${trackingRef(branch)}`];
  const outcome = await fetchHistory(repository, { refspecs });
  if (outcome.code === 0) return git(repository, "rev-parse", "--verify", trackingRef(branch));
  if (/couldn't find remote ref/i.test(outcome.stderr)) return void 0;
  throw commandFailed(gitCommand(repository, ["fetch", remote, ...refspecs]), outcome);
}
function fetchedHead(repository, branch) {
  return findCommit(repository, trackingRef(branch));
}
async function unshallow(repository) {
  if (!await isShallow(repository)) return;
  await fetchOrThrow(repository, { options: ["--unshallow", "--filter=tree:0"] });
}
async function isAncestor(repository, ancestor, descendant) {
  await unshallow(repository);
  const outcome = await tryGit(repository, "merge-base", "--is-ancestor", ancestor, descendant);
  if (outcome.code > 1) {
    throw new ActionError("commit-unknown", `Cannot compare ${ancestor} with ${descendant}: ${outcome.stderr.trim()}`);
  }
  return outcome.code === 0;
}
function trackingRef(branch) {
  return `refs/remotes/${remote}/${branch}`;
}
async function isShallow(repository) {
  return await git(repository, "rev-parse", "--is-shallow-repository") === "true";
}
async function depth(repository) {
  return await isShallow(repository) ? ["--depth=1"] : [];
}

export {
  oneLine,
  remote,
  gitCommand,
  git,
  gitWithInput,
  tryGit,
  exportTree,
  listTree,
  changedPaths,
  findCommit,
  commitTime,
  withoutNames,
  isTransientFailure,
  maxRetries,
  retryWaitMs,
  listRemote,
  unavailable,
  lastLine,
  requestBlobs,
  ensureCommit,
  fetchBranch,
  findBranch,
  fetchedHead,
  unshallow,
  isAncestor
};
