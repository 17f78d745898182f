import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  engineNames,
  engines,
  findReachFaults,
  findTarget,
  judgeHpa,
  observeHpa,
  observeRollout,
  observeServices,
  renderedServices
} from "./shared-WXGRAEX3.js";
import {
  defaultImageInputs
} from "./shared-ZCCLTZWF.js";
import {
  isWorkflow,
  startWorkflow
} from "./shared-RQQMJVB5.js";
import "./shared-5RE2L32Q.js";
import {
  attempt,
  connect
} from "./shared-2OH3FUVT.js";
import "./shared-JZECVCNB.js";
import {
  pulledEnvironments,
  readBounds
} from "./shared-GARYMAZ6.js";
import {
  formatBounds,
  isSameBounds,
  renderedBounds
} from "./shared-NFJTPQCG.js";
import {
  isInForce,
  readHolds
} from "./shared-VQ3LD4XD.js";
import {
  renderAt,
  renderedDigest,
  renderedNamespace,
  withPrivateRepository
} from "./shared-UUNG4MP7.js";
import {
  clientServices,
  holdPath,
  readRelease,
  releasePath,
  withoutPages
} from "./shared-WUMOF5Q6.js";
import {
  shortDigest
} from "./shared-TDZNGA7R.js";
import "./shared-LRQBTTZK.js";
import "./shared-OVT33UKT.js";
import {
  readServer
} from "./shared-63HOUH6X.js";
import {
  readFileAt
} from "./shared-BJLNWFWN.js";
import {
  changedPaths,
  ensureCommit,
  fetchBranch,
  findBranch,
  git,
  isAncestor,
  oneLine
} from "./shared-FCLMPENQ.js";
import {
  at,
  isRecord,
  listAt,
  numberAt,
  textAt
} from "./shared-KV5TVEEZ.js";
import {
  ActionError,
  InputReader,
  asActionError,
  errorRegistry,
  isBranch,
  isEnvironment,
  mask,
  paragraphs,
  run,
  say,
  sleep,
  table
} from "./shared-OBT6BLLR.js";
import "./shared-HYNQOX6L.js";
import "./shared-DIOXHLEM.js";

// actions/toolkit/drift/observed.ts
var findingKinds = [
  "unreadable",
  "sync-paused",
  "sync-failed",
  "not-synced",
  "no-deployment",
  "other-digest",
  "old-pods",
  "no-ready-pod",
  "endpoints",
  "hpa-missing",
  "hpa-bounds",
  "hpa-unable",
  "replicas",
  "hold-expired",
  "scale-expired",
  "preview-orphan"
];

// actions/drift/look.ts
var states = ["clean", "rolling-out", "drift"];
function worstOf(found) {
  return states.findLast((state) => found.includes(state)) ?? "clean";
}
var columns = ["git", "engine", "live", "pods", "hpa", "hold"];
function parseLooks(text) {
  const value = parseJson(text);
  const looks = listAt(value, "looks").map(readLook);
  const isWhole = looks.length > 0 && looks.every((look) => look !== void 0);
  return isWhole ? looks.filter((look) => look !== void 0) : void 0;
}
function readLook(value) {
  const state = states.find((one) => one === textAt(value, "state"));
  const environment = textAt(value, "environment");
  const findings = listAt(value, "findings").map(readFinding);
  if (!state || environment === "" || findings.includes(void 0)) return void 0;
  const cells = Object.fromEntries(columns.map((name) => [name, textAt(value, "cells", name)]));
  const known = findings.filter((one) => one !== void 0);
  return { environment, state, cells, findings: known, overdue: textAt(value, "overdue") };
}
function readFinding(value) {
  const kind = findingKinds.find((one) => one === textAt(value, "kind"));
  if (!kind || !isRecord(value)) return void 0;
  return { kind, what: textAt(value, "what"), said: textAt(value, "said"), next: textAt(value, "next") };
}
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}

// actions/toolkit/drift/compare.ts
function compare(observed, graceMs) {
  const findings = findDifferences(observed);
  if (findings.length === 0) return { kind: "clean" };
  const isYoung = observed.at - observed.git.changedAt < graceMs;
  const isOnItsWay = isYoung && findings.every(({ kind }) => kind !== "sync-paused");
  return { kind: isOnItsWay ? "rolling-out" : "drift", findings };
}
function findDifferences(observed) {
  if (observed.git.digest === void 0) return [];
  return [
    ...engineFindings(observed.engine),
    ...podFindings(observed),
    ...reachFindings(observed),
    ...scaleFindings(observed)
  ];
}
function engineFindings(engine) {
  if (!engine) return [];
  const { sync, standing } = engine;
  const isInStep = standing === "same-render" && sync.isApplied;
  const isOver = isInStep && sync.fault?.revision !== void 0 && sync.fault.revision !== sync.revision;
  if (sync.fault && !isOver) {
    const isPaused = sync.fault.code === "engine-paused";
    const what = isPaused ? "The engine was told not to sync" : `The engine cannot sync (${sync.fault.code})`;
    const next2 = isPaused ? "Resume the object, or find out who paused it and why." : "docs/errors.md has the code; a new commit or `npm run status` shows whether it still stands.";
    return [finding(isPaused ? "sync-paused" : "sync-failed", what, next2, sync.fault.message)];
  }
  if (isInStep) return [];
  const where = sync.revision ? `at ${sync.revision.slice(0, 12)}` : "at no commit yet";
  const why = {
    "same-render": "has not applied what main says",
    "other-render": "which renders otherwise than main",
    unknown: "which the repository does not have"
  };
  const next = "Look at the engine: it neither syncs nor says why.";
  return [finding("not-synced", `The engine is ${where}, ${why[standing]}`, next, sync.seen)];
}
function podFindings({ git: git2, rollout }) {
  const wanted = git2.digest ?? "";
  const { deployment, newPods, oldReady } = rollout;
  const restore = "The engine puts back what Git says at its next sync; if it does not, look at its own state.";
  if (!deployment) return [finding("no-deployment", "There is no Deployment", restore)];
  if (deployment.digest !== wanted) {
    const live = deployment.digest ? shortDigest(deployment.digest) : "no digest";
    return [finding("other-digest", `The Deployment has ${live}, where Git has ${shortDigest(wanted)}`, restore)];
  }
  const ready = newPods.filter((pod) => pod.isReady).length;
  const look = "`kubectl describe pods` says why; verify-rollout names the cause when the release is verified again.";
  return [
    ...oldReady > 0 ? [finding("old-pods", `${oldReady} pods of an earlier template still serve`, look)] : [],
    ...ready === 0 ? [finding("no-ready-pod", `No pod of ${shortDigest(wanted)} is ready`, look)] : []
  ];
}
function reachFindings({ git: git2, engine, rollout, services }) {
  const causes = findReachFaults({
    clients: clientServices,
    // What the engine has not come to yet cannot be in the cluster; one that is paused at it keeps what was changed by hand.
    rendered: !engine || engine.standing === "same-render" ? git2.services : void 0,
    live: services,
    pods: rollout.namespacePods,
    verifiedSelectors: void 0
  });
  const first = causes.filter((cause, index) => causes.findIndex((one) => one.code === cause.code) === index);
  return first.map(
    ({ code, summary }) => finding(
      "endpoints",
      `A Service that clients use is not as it should be (${code})`,
      errorRegistry[code].next,
      summary
    )
  );
}
function scaleFindings({ git: git2, rollout, hpa }) {
  const wanted = git2.bounds;
  if (!wanted) return [];
  const scale = "Change bounds by the scale workflow alone; the engine puts back what Git says.";
  return [
    ...hpa.kind === "none" ? [finding("hpa-missing", `There is no autoscaler, where Git has one of ${formatBounds(wanted)}`, scale)] : hpaFindings(hpa, wanted, scale),
    ...replicaFindings(rollout.deployment?.desired, wanted)
  ];
}
function hpaFindings(hpa, wanted, next) {
  const judged = judgeHpa(hpa, { waitedFor: Number.POSITIVE_INFINITY, at: Date.now() });
  const what = `The autoscaler has ${formatBounds(hpa)}, where Git has ${formatBounds(wanted)}`;
  return [
    ...isSameBounds(hpa, wanted) ? [] : [finding("hpa-bounds", what, next)],
    ...judged.kind === "failed" ? [
      finding(
        "hpa-unable",
        "The autoscaler does not work",
        "`kubectl describe hpa` has its conditions.",
        judged.message
      )
    ] : []
  ];
}
function replicaFindings(desired, { min, max }) {
  if (desired === void 0 || desired >= min && desired <= max) return [];
  const next = "Somebody has scaled the Deployment itself; use the scale workflow, and undo it with `kubectl scale`.";
  return [finding("replicas", `The Deployment has ${desired} replicas, outside ${min}\u2013${max}`, next)];
}
function finding(kind, what, next, said = "") {
  return { kind, what, said, next };
}

// actions/toolkit/drift/hold-state.ts
async function observeHolds(repository, commit, environment, now) {
  const text = await readFileAt(repository, commit, holdPath(environment));
  try {
    const holds = text === void 0 ? [] : readHolds(text);
    const inForce = holds.filter((hold) => isInForce(hold, now));
    const expired = holds.filter((hold) => !inForce.includes(hold)).toSorted((a, b) => endOf(a) - endOf(b));
    return {
      kind: "read",
      inForce,
      expired,
      isBehind: expired.length > 0 && await isBehind(repository, commit, environment)
    };
  } catch (thrown) {
    const error = asActionError(thrown);
    if (error.code !== "hold-invalid") throw thrown;
    return { kind: "invalid", message: error.message };
  }
}
function endOf({ until }) {
  return Date.parse(until ?? "");
}
async function isOtherImage(repository, one, other) {
  return (await changedPaths(repository, one, other, defaultImageInputs)).length > 0;
}
async function isBehind(repository, commit, environment) {
  const release = readRelease(await readFileAt(repository, commit, releasePath(environment)) ?? "");
  if (!release) return true;
  const released = await ensureCommit(repository, release.sourceCommit);
  return await isAncestor(repository, released, commit) && isOtherImage(repository, released, commit);
}

// actions/toolkit/drift/observe.ts
import { isDeepStrictEqual } from "node:util";
var Observer = class {
  #repository;
  #cluster;
  #subject;
  #renders = /* @__PURE__ */ new Map();
  constructor(repository, cluster, subject) {
    this.#repository = repository;
    this.#cluster = cluster;
    this.#subject = subject;
  }
  /** The head is asked anew each time: what looked like drift may have been a push. Throws what cannot be read. */
  async look() {
    const { environment, engine, head } = this.#subject;
    const commit = await head();
    const target = await findTarget(this.#repository, { commit, environment, engine });
    const rendered = await this.#render(commit, target.path);
    const namespace = target.destinationNamespace || renderedNamespace(rendered);
    if (namespace === "") throw new ActionError("engine-objects-invalid", `${target.path} names no namespace.`);
    const state = await this.#engine(target, commit, rendered);
    const rollout = await observeRollout(this.#cluster, namespace);
    const services = await observeServices(this.#cluster, namespace);
    const desired = {
      commit,
      digest: renderedDigest(rendered),
      bounds: renderedBounds(rendered),
      services: renderedServices(rendered)
    };
    return {
      at: Date.now(),
      namespace,
      git: { ...desired, changedAt: await changeTime(this.#repository, commit, environment) },
      engine: state,
      rollout,
      hpa: await observeHpa(this.#cluster, namespace),
      services
    };
  }
  async #engine(target, commit, rendered) {
    const sync = await engines[this.#subject.engine].observe(this.#cluster, target);
    if (!sync) return void 0;
    return { sync, standing: await this.#standing(sync.revision, target.path, commit, rendered) };
  }
  async #standing(revision, path, commit, rendered) {
    if (revision === commit) return "same-render";
    if (revision === void 0) return "other-render";
    try {
      await ensureCommit(this.#repository, revision);
      return isDeepStrictEqual(await this.#render(revision, path), rendered) ? "same-render" : "other-render";
    } catch (thrown) {
      const { code } = asActionError(thrown);
      if (code === "commit-unknown") return "unknown";
      if (code === "render-failed") return "other-render";
      throw thrown;
    }
  }
  #render(commit, path) {
    const key = `${commit}:${path}`;
    const known = this.#renders.get(key) ?? renderAt(this.#repository, commit, path);
    this.#renders.set(key, known);
    return known;
  }
};
async function changeTime(repository, commit, environment) {
  const of = [`overlays/${environment}`, `clusters/${environment}`, "base", "components"].map(
    (name) => `kustomize/${name}`
  );
  const paths = [...of, `:(exclude)${holdPath(environment)}`, withoutPages];
  const log = await git(repository, "log", "-1", "--first-parent", "--format=%ct", commit, "--", ...paths);
  return Number(log) * 1e3;
}

// actions/drift/cells.ts
function describe({ git: git2, engine, rollout, hpa }, hold) {
  const { deployment, newPods, oldReady } = rollout;
  const ready = newPods.filter((pod) => pod.isReady).length;
  const old = oldReady > 0 ? `, ${oldReady} old` : "";
  const replicas = hpa.kind === "hpa" ? `${hpa.replicas} of ${formatBounds(hpa)}` : "none";
  return {
    git: `${short(git2.digest)} (main ${git2.commit.slice(0, 12)})`,
    engine: engine ? engine.sync.seen : "none",
    live: deployment ? short(deployment.digest) : "no Deployment",
    pods: deployment ? `${ready}/${deployment.desired} ready${old}` : "\u2013",
    hpa: replicas,
    hold: describeHold(hold)
  };
}
var unread = { git: "\u2013", engine: "\u2013", live: "\u2013", pods: "\u2013", hpa: "\u2013", hold: "\u2013" };
function describeHold(state) {
  if (state.kind === "invalid") return "not readable";
  const { inForce, expired } = state;
  if (inForce.length > 0) return inForce.map(({ until, reason }) => `until ${until ?? "lifted"}: ${reason}`).join("; ");
  const last = expired.at(-1);
  return last ? `expired ${last.until}: ${last.reason}` : "\u2013";
}
function short(digest) {
  return digest ? shortDigest(digest) : "nothing";
}

// actions/drift/look-at.ts
var lookAgainMs = 5e3;
var restoreGraceMs = 60 * 6e4;
async function lookAt(environment, inputs, repository, signal) {
  try {
    const { observed, comparison } = await settle(environment, inputs, repository, signal);
    const hold = await observeHolds(repository, observed.git.commit, environment, /* @__PURE__ */ new Date());
    const others = [...holdFindings(hold), ...await boundsFindings(repository, observed.git.commit, environment)];
    const findings = [..."findings" in comparison ? comparison.findings : [], ...others];
    const state = stateOf(comparison, others);
    return { environment, state, cells: describe(observed, hold), findings, overdue: overdueOf(hold) };
  } catch (thrown) {
    signal.throwIfAborted();
    const { message, next } = asActionError(thrown);
    return unreadable(environment, message, next);
  }
}
function stateOf({ kind }, others) {
  const counted = kind === "rolling-out" ? others.filter((one) => one.kind !== "hold-expired") : others;
  return counted.length > 0 ? "drift" : kind;
}
function unreadable(environment, said, next = "Fix what the message names; nothing is known of this environment until then.") {
  const finding2 = { kind: "unreadable", what: "It could not be looked at", said, next };
  return { environment, state: "drift", cells: unread, findings: [finding2], overdue: "" };
}
async function settle(environment, { engine, branch, kubeconfig, patienceMs, graceMs }, repository, signal) {
  const head = () => fetchBranch(repository, branch);
  const observer = new Observer(repository, { kubeconfig, signal }, { environment, engine, head });
  const deadline = Date.now() + patienceMs;
  for (; ; ) {
    const isLast = Date.now() >= deadline;
    try {
      const observed = await observer.look();
      const comparison = compare(observed, graceMs);
      if (comparison.kind !== "drift" || isLast) return { observed, comparison };
      for (const { what, said } of comparison.findings)
        say(`${environment}: ${oneLine(`${what} ${said}`, 300)}; looking again`);
    } catch (thrown) {
      signal.throwIfAborted();
      if (isLast || asActionError(thrown).code !== "cluster-unreachable") throw thrown;
      say(`${environment}: ${oneLine(asActionError(thrown).message, 300)}; looking again`);
    }
    await sleep(Math.min(lookAgainMs, Math.max(1, deadline - Date.now())), signal);
  }
}
function holdFindings(hold) {
  if (hold.kind === "invalid") {
    const next2 = "Mend or delete hold.json: while nobody can read it, it keeps every release back.";
    return [{ kind: "unreadable", what: "hold.json cannot be read", said: hold.message, next: next2 }];
  }
  const last = hold.isBehind && hold.inForce.length === 0 ? hold.expired.at(-1) : void 0;
  if (!last) return [];
  const what = `The hold has expired at ${last.until}, and the source that it kept back is not released`;
  const next = "Run the deploy workflow on main, or set a new hold.";
  return [{ kind: "hold-expired", what, said: last.reason, next }];
}
function overdueOf(hold) {
  return hold.kind === "read" && hold.isBehind ? hold.expired.at(-1)?.until ?? "" : "";
}
async function boundsFindings(repository, commit, environment) {
  const { temporary } = readBounds(await readFileAt(repository, commit, releasePath(environment)) ?? "");
  if (!temporary || Date.now() - Date.parse(temporary.until) < restoreGraceMs) return [];
  const what = `Temporary bounds have ended at ${temporary.until} and are still in Git`;
  const next = "Run the scale workflow with `restore`, and see why its schedule has not.";
  return [{ kind: "scale-expired", what, said: temporary.reason, next }];
}

// actions/toolkit/drift/words.ts
function quoted(text) {
  const inner = oneLine(text, 300).replaceAll("`", "'");
  return inner === "" ? "" : `\`${inner}\``;
}

// actions/drift/page.ts
var maxRows = 100;
var marks = { clean: "\u2705 in step", "rolling-out": "\u23F3 rolling out", drift: "\u274C drift" };
var titles = {
  clean: "### \u2705 Every environment is as Git says",
  "rolling-out": "### \u23F3 On the way to what Git has just been told",
  drift: "### \u274C Drift: not as Git says"
};
function renderPage({ state, looks, findings, notes }) {
  const head = ["environment", "state", "Git", "engine", "live", "pods", "HPA", "hold"];
  const rows = looks.map(({ environment, state: state2, cells: { git: git2, engine, live, pods, hpa, hold } }) => [
    quoted(environment),
    marks[state2],
    ...[git2, engine, live, pods, hpa, hold].map(quoted)
  ]);
  const all = [
    ...looks.flatMap((look) => look.findings.map((one) => bullet(look.environment, one))),
    ...findings.map((one) => bullet("previews", one))
  ];
  const more = all.length > maxRows ? [`- \u2026 and ${all.length - maxRows} more`] : [];
  const list = [...all.slice(0, maxRows), ...more].join("\n");
  return paragraphs(titles[state], table(head, rows), list, notes.map((note) => `> ${note}`).join("\n>\n"));
}
function renderLines({ looks, findings, notes }) {
  return [
    ...looks.flatMap(({ environment, state, cells, findings: findings2 }) => [
      `${environment}: ${marks[state]}: Git ${cells.git}, live ${cells.live}, pods ${cells.pods}, HPA ${cells.hpa}`,
      `${environment}: engine ${oneLine(cells.engine, 300)}; hold ${oneLine(cells.hold, 300)}`,
      ...findings2.map((one) => line(environment, one))
    ]),
    ...findings.map((one) => line("previews", one)),
    ...notes
  ];
}
function bullet(about, { kind, what, said, next }) {
  const words = said === "" ? "" : `: ${quoted(said)}`;
  return `- **${about}** (${kind}): ${oneLine(what, 300)}${words}. ${next}`;
}
function line(about, { kind, what, said }) {
  return `${about}: ${kind}: ${oneLine(said === "" ? what : `${what}: ${said}`, 300)}`;
}

// actions/toolkit/drift/previews.ts
var previewBranch = "previews";
var pageSize = 100;
async function listPreviews(repository) {
  const head = await findBranch(repository, previewBranch);
  if (head === void 0) return [];
  const names = (await git(repository, "ls-tree", "-d", "-z", "--name-only", head)).split("\0");
  return names.flatMap((name) => /^pr-[1-9]\d{0,8}$/.test(name) ? [Number(name.slice(3))] : []);
}
async function findOrphans(github, previews, { graceMs, now }) {
  if (previews.length === 0) return [];
  const open = await listOpen(github);
  const orphans = [];
  for (const number of previews.filter((one) => !open.has(one))) {
    const closedAt = await closingTime(github, number);
    if (now.getTime() - closedAt >= graceMs) orphans.push(number);
  }
  return orphans;
}
async function listOpen(github) {
  const open = /* @__PURE__ */ new Set();
  for (let page = 1; ; page++) {
    const parameters = { state: "open", per_page: pageSize, page };
    const pulls = listAt((await github.call("GET /repos/{owner}/{repo}/pulls", parameters)).data);
    for (const pull of pulls) open.add(numberAt(pull, "number"));
    if (pulls.length < pageSize) return open;
  }
}
async function closingTime(github, pull_number) {
  const answer = await github.call("GET /repos/{owner}/{repo}/pulls/{pull_number}", { pull_number }, [404]);
  if (answer.status === 404) return 0;
  return Date.parse(textAt(answer.data, "closed_at")) || Date.now();
}

// actions/drift/expiry.ts
var longestRunMs = 2 * 60 * 6e4;
async function deployHeld(github, repository, { workflow, branch, expiredAt }) {
  const runs = await listRuns(github, workflow, branch);
  const head = await fetchBranch(repository, branch);
  const sameImage = await filter(runs, (run2) => holdsImageOf(repository, run2.headSha, head));
  const decision = decideDispatch({ runs, sameImage, expiredAt, now: /* @__PURE__ */ new Date() });
  if (decision !== "dispatched") return decision;
  await startWorkflow(github, workflow, branch);
  return decision;
}
function decideDispatch({ runs, sameImage, expiredAt, now }) {
  if (runs.some((run2) => isMoving(run2, now))) return "running";
  const since = sameImage.filter(({ createdAt }) => Date.parse(createdAt) >= Date.parse(expiredAt));
  if (since.some(({ status }) => status !== "completed")) return "waiting";
  return since.some(({ event }) => event === "workflow_dispatch") ? "tried" : "dispatched";
}
function isMoving({ status, createdAt }, now) {
  if (status === "completed" || status === "waiting") return false;
  return now.getTime() - Date.parse(createdAt) < longestRunMs;
}
async function listRuns(github, workflow, branch) {
  const route = "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs";
  const { data } = await github.call(route, { workflow_id: workflow, branch, per_page: 50 });
  return listAt(data, "workflow_runs").map((run2) => ({
    event: textAt(run2, "event"),
    status: textAt(run2, "status"),
    createdAt: textAt(run2, "created_at"),
    headSha: textAt(run2, "head_sha")
  }));
}
async function holdsImageOf(repository, commit, head) {
  try {
    return !await isOtherImage(repository, await ensureCommit(repository, commit), head);
  } catch (thrown) {
    if (asActionError(thrown).code === "commit-unknown") return false;
    throw thrown;
  }
}
async function filter(items, test) {
  const kept = [];
  for (const item of items) if (await test(item)) kept.push(item);
  return kept;
}

// actions/drift/issue.ts
var marker = "<!-- vad-gitops: drift -->";
var title = "Drift: an environment is not as Git says";
var pageSize2 = 100;
async function keepIssue(github, wanted) {
  const ours = await findOurs(github);
  if (wanted.kind === "kept") return ours ? "unchanged" : "unneeded";
  if (wanted.kind === "closed") return ours ? close(github, ours) : "unneeded";
  const body = `${marker}
${wanted.body}`;
  if (ours === void 0) {
    const labels = wanted.label ? { labels: [wanted.label] } : {};
    await github.call("POST /repos/{owner}/{repo}/issues", { title, body, ...labels });
    return "opened";
  }
  if (textAt(ours, "body") === body) return "unchanged";
  await github.call("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
    issue_number: numberAt(ours, "number"),
    body
  });
  return "updated";
}
async function close(github, ours) {
  const issue_number = numberAt(ours, "number");
  const body = "Every environment is as Git says again.";
  await github.call("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", { issue_number, body });
  const state = { state: "closed", state_reason: "completed" };
  await github.call("PATCH /repos/{owner}/{repo}/issues/{issue_number}", { issue_number, ...state });
  return "closed";
}
async function findOurs(github) {
  for (let page = 1; ; page++) {
    const parameters = { state: "open", per_page: pageSize2, page };
    const issues = listAt((await github.call("GET /repos/{owner}/{repo}/issues", parameters)).data);
    const ours = issues.find(isOurs);
    if (ours !== void 0 || issues.length < pageSize2) return ours;
  }
}
function isOurs(issue) {
  const isBot = textAt(issue, "user", "type") === "Bot";
  return isBot && at(issue, "pull_request") === void 0 && textAt(issue, "body").startsWith(marker);
}

// actions/drift/tell.ts
async function tell(looks, inputs, repository, github) {
  const previews = await previewFindings(repository, github, inputs.graceMs);
  const dispatch = await dispatchHeld(looks, inputs, repository, github);
  const isHandled = dispatch === "dispatched" || dispatch === "running";
  const settled = isHandled ? looks.map(handOver) : looks;
  const states2 = settled.map((look) => look.state);
  const state = previews.findings.length > 0 ? "drift" : worstOf(states2);
  const notes = [...previews.notes, ...dispatchNotes(dispatch, inputs.workflow)];
  const told = { state, looks: settled, findings: previews.findings, notes };
  const isSure = previews.notes.length === 0;
  const issue = github ? await keep(github, wantedIssue(told, inputs.label, isSure)) : "";
  return { told, done: { issue, dispatch } };
}
function handOver(look) {
  if (look.overdue === "") return look;
  const findings = look.findings.filter(({ kind }) => kind !== "hold-expired");
  return { ...look, findings, state: findings.length > 0 ? look.state : "rolling-out" };
}
function wantedIssue(told, label, isSure) {
  if (told.state === "drift") return { kind: "open", body: renderPage(told), label };
  return told.state === "clean" && isSure ? { kind: "closed" } : { kind: "kept" };
}
async function keep(github, wanted) {
  return attempt("The issue could not be kept", () => keepIssue(github, wanted));
}
async function dispatchHeld(looks, { workflow, branch }, repository, github) {
  const expiredAt = looks.map(({ overdue }) => overdue).toSorted((a, b) => Date.parse(a) - Date.parse(b));
  const last = expiredAt.findLast((time) => time !== "");
  if (last === void 0 || !github) return "";
  const deploy = { workflow, branch, expiredAt: last };
  return attempt("The held source could not be deployed", () => deployHeld(github, repository, deploy));
}
function dispatchNotes(dispatch, workflow) {
  switch (dispatch) {
    case "dispatched":
      return [`A hold has expired: ${workflow} was started for the source that it has kept back.`];
    case "running":
      return [`A hold has expired, and a run of ${workflow} is under way: nothing was started.`];
    case "waiting":
      return [
        `A hold has expired, and a run of ${workflow} for what it kept back waits: for a reviewer, or for a runner.`
      ];
    case "tried":
      return [`A hold has expired, and a run of ${workflow} has ended since without a release: see that run.`];
    default:
      return [];
  }
}
async function previewFindings(repository, github, graceMs) {
  const previews = await listPreviews(repository);
  const notes = (why) => ({ findings: [], notes: previews.length > 0 ? [why] : [] });
  if (!github) return notes("Without a token, previews were not compared with open pull requests.");
  const within = { graceMs, now: /* @__PURE__ */ new Date() };
  const orphans = await attempt("Previews were not compared", () => findOrphans(github, previews, within));
  if (orphans === "failed") return notes("Previews were not compared: GitHub's API did not answer.");
  return { findings: orphans.map(orphan), notes: [] };
}
function orphan(number) {
  const what = `pr-${number} is deployed, and its pull request is not open`;
  return { kind: "preview-orphan", what, said: "", next: "Delete its folder on the branch `previews`." };
}

// actions/drift/drift.ts
async function drift(inputs, repository, signal, github) {
  const { environments, branch, mode } = inputs;
  const names = environments.length > 0 ? environments : await listAll(repository, branch);
  const looks = [];
  for (const name of names) {
    looks.push(mode === "report" ? given(name, inputs.looks) : await lookAt(name, inputs, repository, signal));
  }
  if (mode === "look") return handOn(looks);
  const { told, done } = await tell(looks, inputs, repository, github);
  return result(told, done);
}
async function listAll(repository, branch) {
  return pulledEnvironments(repository, await fetchBranch(repository, branch));
}
function given(environment, looks) {
  const found = looks.find((look) => look.environment === environment);
  return found ?? unreadable(environment, "The job that looks at it has handed nothing on: see its log.");
}
function handOn(looks) {
  const state = worstOf(looks.map((look) => look.state));
  const told = { state, looks, findings: [], notes: [] };
  for (const line2 of renderLines(told)) say(line2);
  return { outputs: { outcome: state, issue: "", dispatch: "" }, report: { looks }, summary: "" };
}
function result(told, done) {
  for (const line2 of renderLines(told)) say(line2);
  const count = told.findings.length + told.looks.reduce((sum, { findings }) => sum + findings.length, 0);
  const failure = new ActionError("drift", `${count} ${count === 1 ? "thing is" : "things are"} not as Git says.`);
  return {
    outputs: { outcome: told.state, ...done, "failure-reason": told.state === "drift" ? failure.code : "" },
    report: { ...told, ...done },
    summary: renderPage(told),
    ...told.state === "drift" ? { failure } : {}
  };
}

// actions/drift/inputs.ts
function readInputs(read = new InputReader(), env = process.env) {
  const environments = read.words("environments");
  for (const name of environments)
    if (!isEnvironment(name)) read.fault("environments", `has '${name}', no overlay's name`);
  const looks = read.lines("looks").map(parseLooks);
  if (looks.includes(void 0)) read.fault("looks", "has a line that is no report of a look");
  const token = read.optional("token");
  mask(token);
  const { apiUrl, repository } = readServer(env);
  const inputs = {
    mode: read.oneOf("mode", ["all", "look", "report"]),
    environments,
    looks: looks.flatMap((list) => list ?? []),
    engine: read.oneOf("engine", engineNames),
    branch: read.matching("branch", isBranch, "a branch", "main"),
    kubeconfig: read.optional("kubeconfig") || void 0,
    patienceMs: read.duration("patience", "2m"),
    graceMs: read.duration("grace", "15m"),
    token,
    label: read.optional("label"),
    workflow: read.matching("workflow", isWorkflow, "a workflow file's name", "deploy.yaml"),
    apiUrl,
    repository
  };
  read.done();
  return inputs;
}

// actions/drift/main.ts
await run("Drift", (signal) => {
  const inputs = readInputs();
  const github = inputs.token === "" ? void 0 : connect({ ...inputs, signal });
  return withPrivateRepository(process.cwd(), { signal }, (repository) => drift(inputs, repository, signal, github));
});
