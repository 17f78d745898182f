import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  lastVerified,
  readLedger
} from "./shared-MKZLVQDL.js";
import {
  findBuildx,
  inspectImage,
  login
} from "./shared-NGDM6ZRH.js";
import {
  describePull,
  editRecord
} from "./shared-W3PNGVEU.js";
import {
  needAttestation,
  readCredentials,
  readImage
} from "./shared-IAHQIAX7.js";
import {
  isWorkflow,
  startWorkflow
} from "./shared-RQQMJVB5.js";
import {
  faultDomain
} from "./shared-5RE2L32Q.js";
import {
  attempt,
  connect
} from "./shared-2OH3FUVT.js";
import "./shared-JZECVCNB.js";
import {
  commitDraft,
  formatMessage,
  readHead,
  removeFromDraft,
  withDraft,
  writeDraft
} from "./shared-MKEAORPU.js";
import {
  commitTree,
  retryOnConflict,
  tryPush,
  withIndex,
  writeTree
} from "./shared-24AK7QCC.js";
import {
  findRefusals,
  formatHolds,
  isInForce,
  isInstant
} from "./shared-VQ3LD4XD.js";
import {
  gitAuth,
  withPrivateRepository
} from "./shared-UUNG4MP7.js";
import {
  holdPath,
  operationTrailer,
  readRelease,
  releasePath,
  requesterTrailer,
  runTrailer,
  sourceTrailer,
  withoutPages
} from "./shared-WUMOF5Q6.js";
import {
  isDigest,
  isRepository,
  parseImage,
  registryOf,
  shortDigest
} from "./shared-TDZNGA7R.js";
import "./shared-LRQBTTZK.js";
import {
  withTemporaryFolder
} from "./shared-OVT33UKT.js";
import {
  readServer
} from "./shared-63HOUH6X.js";
import {
  readBlobContents,
  readBlobs
} from "./shared-BJLNWFWN.js";
import {
  ensureCommit,
  findBranch,
  findCommit,
  git,
  gitWithInput,
  isAncestor,
  oneLine,
  requestBlobs,
  tryGit
} from "./shared-FCLMPENQ.js";
import "./shared-KV5TVEEZ.js";
import {
  ActionError,
  InputReader,
  fenced,
  isBranch,
  isCommit,
  isEnvironment,
  isTag,
  mask,
  paragraphs,
  run,
  say,
  table,
  warn
} from "./shared-OBT6BLLR.js";
import "./shared-HYNQOX6L.js";
import "./shared-DIOXHLEM.js";

// actions/rollback/wish.ts
function readWish(text, environment) {
  if (text === "none" || text === "last-verified" || text === "previous") return { kind: text };
  if (isDigest(text)) return { kind: "digest", digest: text };
  const [folder, name, ...rest] = text.split("/");
  const isEntry = rest.length === 0 && /^\w[\w-]*\.json$/.test(name ?? "") && isEnvironment(folder ?? "");
  return isEntry && folder === environment ? { kind: "entry", path: text } : void 0;
}

// actions/rollback/inputs.ts
var reasonLimit = 2e3;
function readInputs(signal, read = new InputReader(), env = process.env, now = /* @__PURE__ */ new Date()) {
  const environment = read.matching("environment", isEnvironment, "the name of an overlay");
  const lift = read.oneOf("release-hold", ["none", "freeze", "all"]);
  const wish = readTo(read, environment, lift);
  const token = read.optional("token");
  const inputs = {
    environment,
    branch: read.matching("branch", isBranch, "a branch", "main"),
    wish,
    strategy: read.oneOf("strategy", ["repin", "revert", "auto"]),
    holding: read.oneOf("hold", ["bad-digest", "all", "none"]),
    holdUntil: readUntil(read, now),
    lift,
    allowUnverified: read.flag("allow-unverified"),
    reason: readReason(read),
    expectDigest: optionally(read, "expect-digest", isDigest, "sha256: and 64 hex digits"),
    isAutomatic: read.flag("automatic"),
    failureReason: optionally(read, "failure-reason", (text) => /^[a-z-]+$/.test(text), "a code of docs/errors.md"),
    commit: optionally(read, "commit", isCommit, "a full commit id"),
    before: optionally(read, "before", isCommit, "a full commit id"),
    requireAttestation: read.flag("require-attestation"),
    builder: read.optional("builder"),
    credentials: readRegistryLogin(read),
    workflowToken: read.optional("workflow-token") || read.optional("api-token") || token,
    workflow: optionally(read, "workflow", isWorkflow, "a workflow file's name"),
    maxAttempts: read.count("max-attempts", 10, 100),
    token,
    apiToken: read.optional("api-token") || token,
    server: readServer(env),
    run: env.GITHUB_RUN_ID ?? "local",
    rerunOf: Number(env.GITHUB_RUN_ATTEMPT ?? 1) > 1 ? env.GITHUB_RUN_ID ?? "" : "",
    actor: /^[\w-]+(\[bot\])?$/.test(env.GITHUB_ACTOR ?? "") ? env.GITHUB_ACTOR ?? "" : "",
    signal
  };
  for (const secret of [inputs.token, inputs.apiToken, inputs.workflowToken]) mask(secret);
  if (inputs.requireAttestation && inputs.apiToken === "")
    read.fault("token", "is required with `require-attestation: true`");
  if (inputs.strategy === "revert" && inputs.apiToken === "")
    read.fault("token", "is required with `strategy: revert`");
  if (inputs.strategy === "revert") refuseWithRevert(read, inputs);
  if (inputs.strategy === "repin" && inputs.commit !== "")
    read.fault("commit", "is what `strategy: revert` takes back; a re-pin is told by `to`");
  if (inputs.isAutomatic && inputs.expectDigest === "")
    read.fault("expect-digest", "is required with `automatic: true`");
  read.done();
  return inputs;
}
function refuseWithRevert(read, { holding, holdUntil, lift, isAutomatic }) {
  if (isAutomatic) return;
  const next = "has no effect with `strategy: revert`: start the workflow once more for that, with `to: none`";
  if (holding === "all") read.fault("hold", next);
  if (holdUntil !== null) read.fault("hold-until", next);
  if (lift !== "none") read.fault("release-hold", next);
  if (read.optional("to") !== "") read.fault("to", "is of a re-pin; `commit` says what `strategy: revert` takes back");
}
function readTo(read, environment, lift) {
  const text = read.optional("to") || (lift === "none" ? "last-verified" : "none");
  const wish = readWish(text, environment);
  const expected = `last-verified, previous, none, a digest, or the path of an entry such as ${environment}/20261201T093000000Z-3f9c2a71d0be.json`;
  if (!wish) read.fault("to", `must be ${expected}, not '${text}'`);
  return wish ?? { kind: "none" };
}
function readUntil(read, now) {
  const until = optionally(read, "hold-until", isInstant, "an instant such as 2026-12-01T09:30:00Z");
  if (read.optional("expires-in") === "") return until || null;
  if (until !== "") read.fault("hold-until", "and expires-in exclude each other");
  const ends = new Date(now.getTime() + read.duration("expires-in", ""));
  return `${ends.toISOString().slice(0, 19)}Z`;
}
function readReason(read) {
  const reason = read.required("reason");
  if (reason.length > reasonLimit) read.fault("reason", `may have ${reasonLimit} characters, not ${reason.length}`);
  return reason;
}
function readRegistryLogin(read) {
  const credentials = readCredentials(read);
  return credentials && { ...credentials, registry: registryOf(readImage(read)) };
}
function optionally(read, name, test, expected) {
  return read.optional(name) === "" ? "" : read.matching(name, test, expected);
}

// actions/rollback/message.ts
function messageOf(asked, { target, operation }, run2) {
  const { environment, reason, actor, isAutomatic } = asked;
  const titles = {
    rollback: `Roll ${environment} back to ${shortDigest(target?.release.digest ?? "")}`,
    hold: `Hold releases to ${environment}`,
    "release-hold": `Lift the hold of ${environment}`
  };
  const trailers = [
    `${operationTrailer}: ${operation}`,
    ...target ? [`${sourceTrailer}: ${target.release.sourceCommit}`] : [],
    ...actor === "" || isAutomatic ? [] : [`${requesterTrailer}: ${actor}`]
  ];
  return { title: titles[operation], body: reason, trailers, run: run2 };
}

// actions/rollback/taken-back.ts
var most = 50;
async function takenBack(repository, target, current) {
  const areHere = await findCommit(repository, target) !== void 0 && await findCommit(repository, current) !== void 0;
  if (!areHere || !await isAncestor(repository, target, current)) return [];
  return listCommits(repository, `${target}..${current}`);
}
async function listCommits(repository, ...range) {
  const format = "--format=tformat:%H%x00%an%x00%s";
  const text = await git(repository, "log", "-z", format, `--max-count=${most}`, ...range);
  const words = text.split("\0");
  const commits = [];
  for (let at = 0; at + 2 < words.length; at += 3) {
    const [commit = "", author = "", title = ""] = words.slice(at, at + 3);
    commits.push({ commit, author: oneLine(author, 60), title: oneLine(title, 100) });
  }
  return commits;
}
function describeCommit({ commit, author, title }) {
  return `${commit.slice(0, 12)}  ${author}: ${title}`;
}

// actions/rollback/propose.ts
async function propose(context, draft, change2, value) {
  const { repository, inputs, github } = context;
  const { environment, branch: base, reason } = inputs;
  const branch = `rollback/${environment}`;
  const message = messageOf(inputs, change2, void 0);
  const commit = await commitDraft(draft, message);
  const replaces = await findBranch(repository, branch) ?? "";
  const changes = change2.target ? `what **${environment}** runs; the push of the merge to \`${base}\` verifies it` : `what may be released to **${environment}**; the push of the merge to \`${base}\` releases what then may be`;
  const body = paragraphs(
    `Merging this changes ${changes}.`,
    fenced(reason),
    commitList("It takes back:", change2.takenBack)
  );
  return tryPush(repository, { branch, commit, replaces }, async () => {
    const pullRequest = await describePull(github, { branch, base }, { title: message.title, body });
    return { ...value, outcome: "pull-request", commit, pullRequest };
  });
}
function commitList(title, commits) {
  return commits.length === 0 ? "" : paragraphs(title, fenced(commits.map(describeCommit).join("\n")));
}

// actions/rollback/context.ts
function unchanged({ commit, recorded, holds: holds2 }) {
  return { commit, previous: recorded, current: recorded, entry: "", takenBack: [], holds: holds2, because: "" };
}

// actions/rollback/next-holds.ts
function nextHolds(present, wanted, now) {
  const added = addedBy(wanted);
  if (added.length === 0) return present;
  return added.reduce(
    add,
    present.filter((hold) => isInForce(hold, now))
  );
}
function addedBy({ holding, bad, reason, until }) {
  if (holding === "none") return [];
  const freeze = holding === "all" ? [{ reason, until, refuses: "*" }] : [];
  if (bad === void 0) return freeze;
  return [...freeze, { reason, until: holding === "all" ? null : until, refuses: [bad] }];
}
function add(kept, added) {
  const host = kept.find(
    (hold) => isSameRefusal(hold.refuses, added.refuses) || hold.until === added.until && areDigests(hold, added)
  );
  return host ? kept.map((hold) => hold === host ? join(host, added) : hold) : [...kept, added];
}
function afterLift(holds2, lift) {
  if (lift === "none") return holds2;
  return lift === "all" ? [] : holds2.filter(({ refuses }) => refuses !== "*");
}
function join(one, other) {
  return {
    reason: one.reason.includes(other.reason) ? one.reason : `${one.reason}
${other.reason}`,
    until: later(one.until, other.until),
    refuses: union(one.refuses, other.refuses)
  };
}
function isSameRefusal(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
function later(one, other) {
  if (one === null || other === null) return null;
  return Date.parse(one) > Date.parse(other) ? one : other;
}
function union(one, other) {
  return one === "*" || other === "*" ? "*" : [.../* @__PURE__ */ new Set([...one, ...other])];
}
function areDigests(...holds2) {
  return holds2.every(({ refuses }) => refuses !== "*");
}

// actions/rollback/repin.ts
var outcomes = { rollback: "committed", hold: "hold-set", "release-hold": "hold-released" };
async function repin(context, target) {
  const { repository, head, prove } = context;
  const change2 = await plan(context, target);
  if (!target && areSame(head.holds, change2.holds))
    return { kind: "ended", value: { ...unchanged(head), outcome: "noop" } };
  announce(context, change2);
  if (target) await prove(target.release);
  return withDraft(repository, head.commit, (draft) => write(context, draft, change2));
}
async function write(context, draft, change2) {
  const { head, inputs } = context;
  const { environment } = inputs;
  if (change2.target) await editRecord(draft, { environment, release: change2.target.release }, head);
  await writeHolds(draft, environment, change2.holds);
  const commit = await commitDraft(draft, messageOf(inputs, change2, inputs.run));
  return pushOrPropose(context, draft, change2, commit);
}
async function plan({ repository, head, inputs }, target) {
  const { recorded } = head;
  const { holding, reason, holdUntil: until, lift } = inputs;
  const bad = target ? recorded?.digest : void 0;
  const holds2 = nextHolds(afterLift(head.holds, lift), { holding, bad, reason, until }, /* @__PURE__ */ new Date());
  const isLift = holds2.every((hold) => head.holds.includes(hold));
  return {
    operation: target ? "rollback" : isLift ? "release-hold" : "hold",
    target,
    holds: holds2,
    takenBack: target && recorded ? await takenBack(repository, target.release.sourceCommit, recorded.sourceCommit) : []
  };
}
function ended({ head }, { target, holds: holds2, takenBack: takenBack2 }) {
  const current = target?.release ?? head.recorded;
  return { previous: head.recorded, current, entry: target?.entry ?? "", takenBack: takenBack2, holds: holds2, because: "" };
}
async function pushOrPropose(context, draft, change2, commit) {
  const { repository, inputs, head } = context;
  const value = { ...ended(context, change2), outcome: outcomes[change2.operation], commit };
  try {
    return await tryPush(repository, { branch: inputs.branch, commit }, () => value);
  } catch (error) {
    const isDenied = error instanceof ActionError && error.code === "bump-denied";
    if (!isDenied || inputs.apiToken === "") throw error;
    const { takenBack: takenBack2 } = change2;
    return propose(context, draft, change2, { ...unchanged(head), takenBack: takenBack2, because: error.message });
  }
}
function announce({ inputs, head }, { target, holds: holds2, takenBack: takenBack2 }) {
  const { environment } = inputs;
  const before = head.recorded ? shortDigest(head.recorded.digest) : "(none)";
  const after = target ? shortDigest(target.release.digest) : before;
  say(`${environment}: ${before} \u2192 ${after}, ${target?.entry ? `verified by ${target.entry}` : "as it is"}`);
  for (const commit of takenBack2) say(`  takes back ${describeCommit(commit)}`);
  if (!areSame(head.holds, holds2))
    say(`${environment}: ${holds2.length > 0 ? `holds ${describeRefusals(holds2)}` : "holds nothing more"}`);
}
function describeRefusals(holds2) {
  return holds2.map(describeRefusal).join(", and ");
}
function describeRefusal({ refuses, until }) {
  const what = refuses === "*" ? "every release" : refuses.map(shortDigest).join(", ");
  return `${what} ${until === null ? "until somebody lifts it" : `until ${until}`}`;
}
async function writeHolds(draft, environment, holds2) {
  const path = holdPath(environment);
  if (holds2.length > 0) await writeDraft(draft, path, formatHolds(holds2));
  else await removeFromDraft(draft, path);
}
function areSame(one, other) {
  return formatHolds(one) === formatHolds(other);
}

// actions/rollback/result.ts
var verdicts = {
  committed: "\u23EA Rolled back:",
  noop: "\u2705 Nothing to change:",
  "hold-set": "\u23F8\uFE0F Held:",
  "hold-released": "\u25B6\uFE0F Hold lifted:",
  "pull-request": "\u{1F4DD} Proposed by a pull request for",
  "no-target": "\u26A0\uFE0F Nothing to go back to:",
  "no-evidence": "\u26A0\uFE0F Not rolled back:",
  superseded: "\u23ED\uFE0F Superseded:"
};
function result(inputs, rollback2) {
  const { outcome, commit, previous, current, entry, pullRequest = "", because, start } = rollback2;
  say(`${outcome}  ${inputs.environment}  ${change(rollback2)}  at ${commit.slice(0, 12)}`);
  if (because !== "") say(oneLine(because, 500));
  const failure = failureOf(inputs, rollback2);
  return {
    outputs: {
      "commit-sha": commit,
      outcome,
      digest: current?.digest ?? "",
      "previous-digest": previous?.digest ?? "",
      "target-entry": entry,
      "pull-request-url": pullRequest,
      start,
      "failure-reason": failure?.code ?? "",
      because: oneLine(because, 300)
    },
    report: report(inputs, rollback2),
    summary: summarize(inputs, rollback2),
    ...failure ? { failure } : {}
  };
}
function failureOf({ environment, isAutomatic }, { outcome, because }) {
  if (outcome !== "no-target" || isAutomatic) return void 0;
  return new ActionError("rollback-no-target", `${environment} was not rolled back: ${because}.`);
}
function report(inputs, rollback2) {
  const { environment, branch, reason, actor, isAutomatic, failureReason } = inputs;
  const { outcome, commit, previous, current, entry, takenBack: takenBack2, holds: holds2, because, pullRequest, start, attempts } = rollback2;
  return {
    environment,
    branch,
    outcome,
    reason,
    actor: actor || null,
    automatic: isAutomatic,
    failureReason: failureReason || null,
    because: because || null,
    commitSha: commit,
    previous: previous ?? null,
    current: current ?? null,
    targetEntry: entry || null,
    takenBack: takenBack2,
    holds: holds2,
    pullRequest: pullRequest ?? null,
    start: start || null,
    attempts
  };
}
function summarize(inputs, rollback2) {
  const { environment, reason, actor, isAutomatic } = inputs;
  const { outcome, commit, entry, takenBack: takenBack2, holds: holds2, because, pullRequest, start } = rollback2;
  const by = isAutomatic ? "no person: the verification failed" : actor || "\u2013";
  return paragraphs(
    `### ${verdicts[outcome]} ${environment}`,
    because === "" ? "" : fenced(because),
    pullRequest ? `[Merge the pull request](${pullRequest}): until then nothing has changed.` : "",
    fenced(reason),
    table(
      ["digest", "asked for by", "commit", "ledger's entry"],
      [[change(rollback2), by, `\`${commit.slice(0, 12)}\``, entry === "" ? "\u2013" : `\`${entry}\``]]
    ),
    commitList(outcome === "pull-request" ? "It takes back:" : "Taken back:", takenBack2),
    holds2.length > 0 ? `\`${holdPath(environment)}\` holds ${describeRefusals(holds2)}.` : "",
    outcome === "hold-released" || start !== "" ? describeStart(inputs, start) : ""
  );
}
function describeStart({ workflow }, start) {
  if (start === "started") return `\`${workflow}\` was started for what the hold has kept back.`;
  return "**Next:** start the workflow that deploys, on this branch, for what the hold has kept back.";
}
function change({ previous, current }) {
  const name = (release) => release ? shortDigest(release.digest) : "(none)";
  return `${name(previous)} \u2192 ${name(current)}`;
}

// actions/rollback/target.ts
function chooseTarget(question) {
  const choice = find(question);
  if (choice.kind !== "target") return choice;
  const { digest } = choice.target.release;
  const [hold] = findRefusals(onDigests(question.holds), digest, question.now);
  if (!hold) return choice;
  const reason = `hold.json refuses ${shortDigest(digest)} itself: ${hold.reason}`;
  return { kind: "refused", code: "rollback-held", reason };
}
function refusedDigests({ holds: holds2, now }) {
  return onDigests(holds2).filter((hold) => isInForce(hold, now)).flatMap(({ refuses }) => refuses);
}
function onDigests(holds2) {
  return holds2.filter(({ refuses }) => refuses !== "*");
}
function find(question) {
  const { wish, current, records } = question;
  switch (wish.kind) {
    case "last-verified": {
      const refused = refusedDigests(question);
      const record = lastVerified(records.filter(isUsable), { current: current.digest, refused });
      return record ? verified(record) : { kind: "no-target", reason: noneVerified(current) };
    }
    case "previous": {
      const before = question.past.find(({ digest }) => digest !== current.digest);
      if (!before) return { kind: "no-target", reason: "the release file has never named another digest" };
      return byDigest(question, before.digest);
    }
    case "digest":
      return byDigest(question, wish.digest);
    case "entry": {
      const record = records.find(({ path }) => path === wish.path);
      if (record && isUsable(record)) return verified(record);
      return refuse(`the ledger has no entry ${wish.path} that can be used`);
    }
  }
}
function byDigest({ records, past, allowUnverified }, digest) {
  const record = records.find((one) => one.digest === digest && isUsable(one));
  if (record) return verified(record);
  if (!allowUnverified) return refuse(`${digest} was never verified here: the ledger has no entry of it`);
  const release = past.find((one) => one.digest === digest);
  if (release) return { kind: "target", target: { release, entry: "" } };
  return refuse(`neither the ledger nor the release file's history tells image and source of ${digest}`);
}
function verified(record) {
  return { kind: "target", target: { release: releaseOf(record), entry: record.path } };
}
function refuse(reason) {
  return { kind: "refused", code: "rollback-unverified", reason };
}
function noneVerified(current) {
  return `the ledger has no verified release other than ${shortDigest(current.digest)} that no hold refuses`;
}
function releaseOf({ imageRef, digest, sourceCommit }) {
  const { repository, tag = "" } = parseImage(imageRef);
  return { repository, tag, digest, sourceCommit };
}
function isUsable(record) {
  const { repository, tag, sourceCommit } = releaseOf(record);
  return isRepository(repository) && isTag(tag) && isCommit(sourceCommit);
}

// actions/rollback/decide.ts
function decide(question) {
  const { asked, current } = question;
  if (!current) {
    if (asked.wish.kind === "none" && asked.strategy !== "revert") return { kind: "hold" };
    return { kind: "no-target", because: `nothing was ever released to ${asked.environment}` };
  }
  if (asked.expectDigest !== "" && asked.expectDigest !== current.digest) {
    const because = `the branch names ${shortDigest(current.digest)} by now, no longer ${shortDigest(asked.expectDigest)}`;
    return { kind: "superseded", because };
  }
  const isRevert = asked.strategy === "revert" || asked.strategy === "auto" && isFaultOfManifests(question, current);
  const guard = asked.isAutomatic ? guardAutomatic(question, isRevert) : void 0;
  if (guard) return guard;
  if (isRevert) return { kind: "revert" };
  return decideTarget(question, current);
}
function isFaultOfManifests({ asked, records }, current) {
  const isByCause = asked.isAutomatic && faultDomain(asked.failureReason) === "manifests";
  return isByCause || records[0]?.digest === current.digest;
}
function guardAutomatic({ asked, setBy }, isRevert) {
  const domain = faultDomain(asked.failureReason);
  if (domain === "nothing" || domain === "manifests" && !isRevert) {
    const because2 = `${asked.failureReason || "this failure"} says nothing against the release: an older one would meet the same`;
    return { kind: "no-evidence", because: because2 };
  }
  if (isRevert || setBy.operation !== "rollback") return void 0;
  const because = "the failed release is itself a rollback: where to go from here is for a person to say";
  return { kind: "refused", code: "rollback-repeated", because };
}
function decideTarget(question, current) {
  const { asked, setBy } = question;
  const { wish, allowUnverified, isAutomatic } = asked;
  if (wish.kind === "none") return { kind: "hold" };
  if (asked.rerunOf !== "" && setBy.operation === "rollback" && setBy.run === asked.rerunOf) return { kind: "noop" };
  const choice = chooseTarget({ ...question, current, wish, allowUnverified: allowUnverified && !isAutomatic });
  if (choice.kind === "no-target") return { kind: "no-target", because: choice.reason };
  if (choice.kind === "refused") return { kind: "refused", code: choice.code, because: choice.reason };
  const { target } = choice;
  return target.release.digest === current.digest ? { kind: "hold" } : { kind: "repin", target };
}

// actions/toolkit/release/history.ts
async function releaseHistory(repository, commit, environment) {
  const versions = await listVersions(repository, commit, releasePath(environment));
  await requestBlobs(
    repository,
    versions.map(({ object }) => object)
  );
  const texts = await readBlobs(
    repository,
    versions.map(({ object }) => object)
  );
  return versions.flatMap((version, at) => parse(version.commit, texts[at]) ?? []);
}
async function listVersions(repository, commit, path) {
  const raw = ["--raw", "--no-abbrev", "--no-renames", "--diff-merges=first-parent"];
  const log = await git(repository, "log", "--format=%H", ...raw, commit, "--", path);
  const versions = [];
  let at = "";
  for (const line of log.split("\n")) {
    const [, object] = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) /.exec(line) ?? [];
    if (object === void 0) at = line || at;
    else if (!/^0+$/.test(object)) versions.push({ commit: at, object });
  }
  return versions;
}
function parse(commit, text) {
  if (text === void 0) return void 0;
  try {
    return { commit, release: readRelease(text) };
  } catch (error) {
    if (error instanceof ActionError && error.code === "release-file-invalid") return void 0;
    throw error;
  }
}

// actions/rollback/look-back.ts
async function lookBack(repository, head, environment, { current, wish }) {
  const releases2 = [];
  let setter = head;
  for (const { commit, release } of await releaseHistory(repository, head, environment)) {
    if (release?.digest === current.digest && releases2.length === 0) setter = commit;
    else if (release) releases2.push(release);
    else break;
    if (isEnough(wish, releases2)) break;
  }
  return { setBy: await readSetter(repository, setter), releases: releases2 };
}
function isEnough(wish, releases2) {
  if (wish.kind === "digest") return releases2.some(({ digest }) => digest === wish.digest);
  return releases2.length > 0;
}
async function readSetter(repository, commit) {
  const trailer = (name) => git(repository, "show", "--no-patch", `--format=%(trailers:key=${name},valueonly=true)`, commit);
  const [operation, run2] = await Promise.all([trailer(operationTrailer), trailer(runTrailer)]);
  return { operation: operation.trim(), run: run2.trim() };
}

// actions/rollback/proof.ts
function proveOnce(asked, github) {
  const answers = /* @__PURE__ */ new Map();
  return (release) => {
    const image = `${release.repository}@${release.digest}`;
    const answer = answers.get(image) ?? proveTarget(asked, release, github);
    answers.set(image, answer);
    return answer;
  };
}
async function proveTarget(asked, release, github) {
  if (asked.requireAttestation) await needAttestation(github, release.digest);
  const { repository, digest } = release;
  const state = await ask(asked, release);
  if (state.kind === "found") return;
  if (state.kind === "missing")
    throw new ActionError("image-missing", `The registry holds no ${repository}@${digest}: nothing was changed.`);
  const message = `Cannot ask the registry for ${repository}@${digest}:
${state.message}`;
  if (!asked.isAutomatic)
    throw new ActionError(state.kind === "failed" ? "registry-failed" : "registry-unauthorized", message);
  warn(`${message}
The rollback goes on: this image has run here before, and its rollout is verified.`);
}
function credentialsFor(repository, credentials) {
  return credentials?.registry === registryOf(repository) ? credentials : void 0;
}
async function ask({ builder, credentials, isAutomatic, signal }, release) {
  const session = await login(release.repository, credentialsFor(release.repository, credentials));
  try {
    const buildx = await findBuildx(session.env, signal);
    return await inspectImage(buildx, builder, `${release.repository}@${release.digest}`);
  } catch (error) {
    if (!isAutomatic || !(error instanceof ActionError) || error.code !== "tool-missing") throw error;
    return { kind: "failed", message: error.message };
  } finally {
    await session.close();
  }
}

// actions/rollback/merge-trees.ts
import { writeFile } from "node:fs/promises";
import { join as join2 } from "node:path";
function mergeTrees(repository, { base, ours, theirs }) {
  return withIndex(repository, void 0, async (indexed) => {
    await git(indexed, "read-tree", "-i", "-m", "--aggressive", base, ours, theirs);
    const unmerged = await listUnmerged(indexed);
    const taken = await changedBlobs(indexed, base, theirs);
    await requestBlobs(indexed, [...taken, ...unmerged.flatMap(({ objects }) => objects)]);
    const paths = [];
    for (const file of unmerged) if (!await mergeFile(indexed, file)) paths.push(file.path);
    return paths.length > 0 ? { kind: "conflict", paths } : { kind: "merged", tree: await writeTree(indexed) };
  });
}
async function changedBlobs(repository, base, theirs) {
  const raw = await git(repository, "diff-tree", "-r", "-z", "--no-renames", base, theirs);
  const objects = [...raw.matchAll(/:\d+ 1[02]0\d+ [0-9a-f]+ ([0-9a-f]+) /g)].map(([, object = ""]) => object);
  return objects.filter((object) => !/^0+$/.test(object));
}
async function listUnmerged(indexed) {
  const listed = await git(indexed, "ls-files", "--unmerged", "-z");
  const stages = [...listed.matchAll(/(\d+) ([0-9a-f]+) [123]\t([^\0]+)\0/g)];
  return [...new Set(stages.map(([, , , path = ""]) => path))].map((path) => {
    const own = stages.filter((stage) => stage[3] === path);
    const [base, ours, theirs] = own.map(([, mode2 = ""]) => mode2);
    const mode = (base === ours ? theirs : ours) ?? "";
    return { path, mode, objects: own.map(([, , object = ""]) => object) };
  });
}
async function mergeFile(indexed, { path, mode, objects }) {
  const [base, ours, theirs] = await readBlobContents(indexed, objects);
  if (!base || !ours || !theirs) return false;
  return withTemporaryFolder(indexed, "merge", async (dir) => {
    await Promise.all(Object.entries({ base, ours, theirs }).map(([name, text]) => writeFile(join2(dir, name), text)));
    const files = ["ours", "base", "theirs"].map((name) => join2(dir, name));
    if ((await tryGit(indexed, "merge-file", "--quiet", ...files)).code !== 0) return false;
    const object = await git(indexed, "hash-object", "-w", "--no-filters", join2(dir, "ours"));
    indexed.blobs?.ids.add(object);
    const lines = `0 ${"0".repeat(40)}	${path}\0${mode} ${object}	${path}\0`;
    await gitWithInput(indexed, lines, "update-index", "-z", "--index-info");
    return true;
  });
}

// actions/rollback/offending.ts
var holds = `:(exclude,glob)${holdPath("*")}`;
var manifests = ["kustomize", withoutPages, holds];
var releases = ":(exclude,glob)kustomize/overlays/*/release/**";
async function findOffending({ repository, inputs, head }) {
  const { commit } = inputs;
  if (commit === "")
    return listCommits(repository, "--first-parent", "-m", "--max-count=1", head.commit, "--", ...manifests, releases);
  await ensureCommit(repository, commit);
  if (!await isAncestor(repository, commit, head.commit))
    throw new ActionError("input-invalid", `Commit ${commit} is not on ${inputs.branch}: there is nothing to revert.`);
  const range = `${await startOf({ repository, inputs })}..${commit}`;
  const found = await listCommits(repository, "--first-parent", range, "--", ...manifests);
  const isBump = await Promise.all(found.map((one) => hasSource(repository, one.commit)));
  return found.filter((_, at) => !isBump[at]);
}
async function startOf({ repository, inputs }) {
  const { before, commit } = inputs;
  const isKnown = before !== "" && !/^0+$/.test(before);
  if (isKnown && await isAncestor(repository, await ensureCommit(repository, before), commit)) return before;
  return git(repository, "rev-parse", "--verify", `${commit}^1`);
}
async function hasSource(repository, commit) {
  const format = `--format=%(trailers:key=${sourceTrailer},valueonly=true)`;
  return (await git(repository, "show", "--no-patch", format, commit)).trim() !== "";
}

// actions/rollback/revert.ts
async function revert(context) {
  const { repository, inputs, head, github } = context;
  if (inputs.apiToken === "")
    throw new ActionError("input-invalid", "A revert opens a pull request: `token` is required.");
  const commits = await findOffending(context);
  const [newest] = commits;
  if (!newest) return nothing(context, "no commit in question changed the manifests: there is nothing to revert");
  const commit = await commitRevert(context, commits);
  if (commit === void 0) return nothing(context, "the manifests are as they were: it has been reverted already");
  const branch = `revert/${inputs.environment}-${newest.commit.slice(0, 12)}`;
  const there = await findBranch(repository, branch);
  const describe = async () => {
    const text = { title: titleOf(context, newest), body: bodyOf(context, commits) };
    const pullRequest = await describePull(github, { branch, base: inputs.branch }, text);
    return { ...unchanged(head), takenBack: commits, commit, pullRequest, outcome: "pull-request" };
  };
  if (await isSame(repository, there, commit)) return { kind: "ended", value: await describe() };
  return tryPush(repository, { branch, commit, replaces: there ?? "" }, describe);
}
function nothing({ head }, because) {
  return { kind: "ended", value: { ...unchanged(head), outcome: "no-target", because } };
}
async function commitRevert(context, commits) {
  const { repository, inputs, head } = context;
  const before = await git(repository, "rev-parse", `${head.commit}^{tree}`);
  let tree = before;
  for (const { commit } of commits) {
    const merged = await mergeTrees(repository, { base: commit, ours: tree, theirs: `${commit}^1` });
    if (merged.kind === "conflict") throw conflict(commit, merged.paths);
    tree = merged.tree;
  }
  if (tree === before) return void 0;
  const ids = commits.map(({ commit }) => `This reverts commit ${commit}.`).join("\n");
  const message = formatMessage({
    title: titleOf(context, commits[0]),
    body: `${ids}

${inputs.reason}`,
    trailers: [`${operationTrailer}: revert`],
    run: void 0
  });
  return commitTree(repository, { parent: head.commit, message }, tree);
}
function conflict(commit, paths) {
  const list = paths.map((path) => `- ${oneLine(path)}`).join("\n");
  return new ActionError(
    "revert-conflict",
    `Commit ${commit} cannot be reverted on the branch's head. These files were changed again since:
${list}`
  );
}
async function isSame(repository, there, made) {
  if (there === void 0) return false;
  const shape = (commit) => git(repository, "show", "--no-patch", "--format=%T %P", commit);
  return await shape(there) === await shape(made);
}
function titleOf({ inputs }, newest) {
  return `Revert ${newest?.commit.slice(0, 12)}, which fails in ${inputs.environment}`;
}
function bodyOf({ inputs }, commits) {
  const { environment, branch } = inputs;
  return paragraphs(
    `The image that **${environment}** runs is proved; what fails came with the manifests. Merging this takes their change back, and the push of the merge to \`${branch}\` verifies it.`,
    fenced(inputs.reason),
    commitList("It reverts:", commits)
  );
}

// actions/rollback/rollback.ts
var entriesLooked = 200;
async function rollback(inputs, repository, github) {
  const records = await readLedger(repository, inputs.environment, entriesLooked);
  const prove = proveOnce(inputs, github);
  const { value, attempts } = await retryOnConflict(
    inputs,
    () => tryOnce({ repository, inputs, github, records, prove })
  );
  return { ...value, start: isLifted(inputs, value) ? await startDeploy(inputs) : "", attempts };
}
function isLifted({ lift, wish }, { outcome }) {
  return outcome === "hold-released" || outcome === "noop" && lift !== "none" && wish.kind === "none";
}
async function startDeploy(inputs) {
  const { workflow, branch, workflowToken: token, server, signal } = inputs;
  if (workflow === "" || token === "") return "";
  const github = connect({ token, repository: server.repository, apiUrl: server.apiUrl, signal });
  return attempt(`The hold is lifted, but ${workflow} was not started`, async () => {
    await startWorkflow(github, workflow, branch);
    return "started";
  });
}
async function tryOnce(given) {
  const { repository, inputs, records } = given;
  const head = await readHead(repository, inputs);
  const { recorded: current, holds: holds2 } = head;
  const past = await readPast(repository, inputs, head);
  const decision = decide({
    asked: inputs,
    current,
    records,
    past: past.releases,
    setBy: past.setBy,
    holds: afterLift(holds2, inputs.lift),
    now: /* @__PURE__ */ new Date()
  });
  return act(decision, { ...given, head });
}
async function readPast(repository, { environment, wish }, head) {
  if (!head.recorded) return { setBy: { operation: "", run: "" }, releases: [] };
  return lookBack(repository, head.commit, environment, { current: head.recorded, wish });
}
async function act(decision, context) {
  const { environment } = context.inputs;
  switch (decision.kind) {
    case "refused":
      throw new ActionError(decision.code, `${environment} was not rolled back: ${decision.because}.`);
    case "repin":
      return repin(context, decision.target);
    case "hold":
      return repin(context, void 0);
    case "revert":
      return revert(context);
    case "noop":
      return { kind: "ended", value: { ...unchanged(context.head), outcome: "noop" } };
    default:
      return {
        kind: "ended",
        value: { ...unchanged(context.head), outcome: decision.kind, because: decision.because }
      };
  }
}

// actions/rollback/main.ts
await run("Rollback", async (signal) => {
  const inputs = readInputs(signal);
  const { token, apiToken, server } = inputs;
  const github = connect({ token: apiToken, repository: server.repository, apiUrl: server.apiUrl, signal });
  const auth = gitAuth(token, server.url);
  return withPrivateRepository(
    process.cwd(),
    { signal, auth },
    async (repository) => result(inputs, await rollback(inputs, repository, github))
  );
});
