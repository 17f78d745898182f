import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  editBounds,
  formatPinned,
  isSamePinned,
  readBounds,
  writtenEnvironments
} from "./shared-GARYMAZ6.js";
import {
  cpuMetric,
  findHpa,
  formatBounds,
  isSameBounds,
  renderedBounds
} from "./shared-NFJTPQCG.js";
import {
  commitDraft,
  describeDifference,
  diffManifests,
  readHeadAt,
  withDraft,
  writeDraft
} from "./shared-MKEAORPU.js";
import {
  retryOnConflict,
  tryPush
} from "./shared-24AK7QCC.js";
import "./shared-VQ3LD4XD.js";
import {
  gitAuth,
  render,
  withPrivateRepository
} from "./shared-UUNG4MP7.js";
import {
  deploymentName,
  hpaName,
  operationTrailer,
  overlayPath,
  releasePath,
  requesterTrailer,
  scaleAnnotation
} from "./shared-WUMOF5Q6.js";
import "./shared-TDZNGA7R.js";
import "./shared-LRQBTTZK.js";
import "./shared-OVT33UKT.js";
import {
  readServer
} from "./shared-63HOUH6X.js";
import {
  readFilesAt
} from "./shared-BJLNWFWN.js";
import {
  fetchBranch
} from "./shared-FCLMPENQ.js";
import {
  at,
  isRecord,
  listAt,
  textAt
} from "./shared-KV5TVEEZ.js";
import {
  ActionError,
  InputReader,
  asActionError,
  describeError,
  fenced,
  isBranch,
  isEnvironment,
  mask,
  paragraphs,
  run,
  say,
  table,
  warn
} from "./shared-OBT6BLLR.js";
import "./shared-HYNQOX6L.js";
import "./shared-DIOXHLEM.js";

// actions/scale/decide.ts
import { isDeepStrictEqual } from "node:util";

// actions/scale/quantity.ts
var units = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60
};
function parseQuantity(value) {
  if (typeof value === "number") return Number.isFinite(value) && value >= 0 ? value : void 0;
  const [, digits, unit] = /^(\d+\.?\d*(?:[eE][+-]?\d+)?)([numkMGTPE]|[KMGTPE]i)?$/.exec(String(value)) ?? [];
  return digits === void 0 ? void 0 : Number(digits) * (units[unit ?? ""] ?? 1);
}
function formatQuantity(amount, resource) {
  if (/cpu$/.test(resource)) return amount < 1 && amount > 0 ? `${round(amount * 1e3)}m` : String(round(amount));
  if (!/(memory|storage)$/.test(resource)) return String(round(amount));
  const unit = amount >= 2 ** 30 ? "Gi" : "Mi";
  return `${round(amount / (units[unit] ?? 1))}${unit}`;
}
function round(amount) {
  return Math.round(amount * 1e3) / 1e3;
}

// actions/scale/pod-cost.ts
function findDeployment(manifests) {
  return manifests.find(
    (one) => textAt(one, "kind") === "Deployment" && textAt(one, "metadata", "name") === deploymentName
  );
}
function podCost(deployment) {
  const spec = at(deployment, "spec", "template", "spec");
  const init = listAt(spec, "initContainers");
  const isSidecar = (container) => textAt(container, "restartPolicy") === "Always";
  const running = [...listAt(spec, "containers"), ...init.filter(isSidecar)].map(needs);
  const once = init.filter((container) => !isSidecar(container)).map(needs);
  const cost = /* @__PURE__ */ new Map();
  for (const name of new Set([...running, ...once].flatMap((need) => [...need.keys()]))) {
    const together = running.reduce((sum, need) => sum + (need.get(name) ?? 0), 0);
    cost.set(name, Math.max(together, ...once.map((need) => need.get(name) ?? 0)));
  }
  return cost;
}
function surgeOf(deployment, max) {
  if (textAt(deployment, "spec", "strategy", "type") === "Recreate") return 0;
  const surge = at(deployment, "spec", "strategy", "rollingUpdate", "maxSurge") ?? "25%";
  const [, percent] = /^(\d+)%$/.exec(String(surge)) ?? [];
  return percent === void 0 ? Number(surge) : Math.ceil(Number(percent) * max / 100);
}
function needs(container) {
  const of = (kind) => {
    const found = at(container, "resources", kind);
    return isRecord(found) ? found : {};
  };
  const limits = of("limits");
  const requests = { ...limits, ...of("requests") };
  const entries = Object.entries({ requests, limits }).flatMap(
    ([kind, resources]) => Object.entries(resources).map(([name, value]) => [`${kind}.${name}`, parseQuantity(value) ?? 0])
  );
  return new Map(entries);
}

// actions/scale/quota.ts
function quotaFaults(manifests, max) {
  const deployment = findDeployment(manifests);
  const surge = surgeOf(deployment, max);
  const cost = podCost(deployment);
  const quotas = manifests.filter((one) => textAt(one, "kind") === "ResourceQuota" && countsOurs(one));
  return quotas.flatMap((quota) => {
    const hard = at(quota, "spec", "hard");
    const name = textAt(quota, "metadata", "name");
    return Object.entries(isRecord(hard) ? hard : {}).flatMap(([resource, limit]) => {
      const fault = exceeds(resource, parseQuantity(limit), { cost, max, surge });
      return fault === void 0 ? [] : [`${fault} of the ResourceQuota ${name}`];
    });
  });
}
function exceeds(resource, limit, { cost, max, surge }) {
  const pods = 2 * max + surge;
  const isCount = resource === "pods" || resource === "count/pods";
  const each = isCount ? 1 : cost.get(fullName(resource));
  if (limit === void 0 || each === void 0 || pods * each <= limit + 5e-4) return void 0;
  const amount = (value) => formatQuantity(value, resource);
  const sum = `2 \xD7 ${max} + ${surge} surge = ${pods} pods`;
  const product = isCount ? sum : `(${sum}) \xD7 ${amount(each)} = ${amount(pods * each)}`;
  return `${resource}: ${product}, over the ${amount(limit)}`;
}
function fullName(resource) {
  return resource.includes(".") ? resource : `requests.${resource}`;
}
function countsOurs(quota) {
  const foreign = ["Terminating", "BestEffort", "PriorityClass", "CrossNamespacePodAffinity"];
  const selected = listAt(quota, "spec", "scopeSelector", "matchExpressions").map((one) => textAt(one, "scopeName"));
  return ![...listAt(quota, "spec", "scopes"), ...selected].some((scope) => foreign.includes(String(scope)));
}

// actions/scale/decide.ts
function decide(question) {
  const { isReleased, recorded, manifests, rendered, wanted } = question;
  const faults = isReleased ? [] : [`nothing is released to ${wanted.environment} yet: release to it first`];
  if (!rendered) return { kind: "refused", faults: [...faults, "its overlay renders no autoscaler of the service"] };
  if (wanted.bounds.cpuTarget !== void 0 && rendered.cpuTarget === void 0)
    faults.push("cpu-target: CPU utilization is none of the metrics of its autoscaler");
  const after = { ...rendered, ...wanted.bounds };
  faults.push(...boundFaults(wanted.environment, after), ...quotaFaults(manifests, after.max));
  if (faults.length > 0) return { kind: "refused", faults };
  const { temporary } = recorded;
  if (isSameBounds(after, rendered) && !temporary) return { kind: "noop" };
  const edit = next(recorded, { ...recorded.pinned, ...wanted.bounds }, wanted);
  return isDeepStrictEqual(edit.next, recorded) ? { kind: "noop" } : { kind: "edit", ...edit };
}
function boundFaults(environment, { min, max }) {
  const faults = [];
  if (min > max) faults.push(`min ${min} > max ${max}`);
  if (min < 2 && !isPreview(environment))
    faults.push(`min ${min} < 2: with one pod, a rollout or an eviction would leave nobody to answer`);
  return faults;
}
function next(recorded, pinned, { until, reason }) {
  const { temporary } = recorded;
  if (until === void 0) {
    const note2 = temporary ? `They were to end at ${temporary.until}; now they stay.` : "";
    return { next: { pinned, temporary: void 0 }, note: note2 };
  }
  const back = temporary?.back ?? recorded.pinned;
  const note = temporary ? `Bounds were temporary before, until ${temporary.until}: what they were to return to is kept (${formatPinned(back)}).` : "";
  return { next: { pinned, temporary: { until, set: pinned, back, reason } }, note };
}
function decideReturn({ pinned, temporary }, now) {
  if (!temporary) return { kind: "noop", why: "its bounds are not temporary" };
  if (!isExpired(temporary, now)) return { kind: "noop", why: `its bounds end at ${temporary.until}` };
  if (isSamePinned(pinned, temporary.set)) {
    const note2 = `Temporary bounds ended at ${temporary.until}.`;
    return { kind: "restored", next: { pinned: temporary.back, temporary: void 0 }, note: note2 };
  }
  const note = `Somebody changed the bounds since (${formatPinned(temporary.set)} \u2192 ${formatPinned(pinned)}): they stay, without an end.`;
  return { kind: "kept", next: { pinned, temporary: void 0 }, note };
}
function isExpired({ until }, now) {
  return Date.parse(until) <= now.getTime();
}
function titleOf(kind, environment, after, isCpu) {
  const verbs = {
    edit: `Scale ${environment} to`,
    restored: `Return ${environment} to`,
    kept: `Leave ${environment} at`
  };
  if (!after) return `${verbs[kind]} no autoscaler`;
  const cpu = isCpu && after.cpuTarget !== void 0 ? ` at ${after.cpuTarget} % CPU` : "";
  return `${verbs[kind]} ${after.min}\u2013${after.max} replicas${cpu}`;
}
function isPreview(environment) {
  return /^(preview|pr)(-|$)/.test(environment);
}

// actions/scale/due.ts
async function findDue(repository, branch, now) {
  const head = await fetchBranch(repository, branch);
  const due = [];
  const environments = await writtenEnvironments(repository, head);
  const texts = await readFilesAt(repository, head, environments.map(releasePath));
  for (const [at2, environment] of environments.entries()) {
    const temporary = readTemporary(environment, texts[at2] ?? "");
    const isDue = temporary !== void 0 && isExpired(temporary, now);
    say(
      `${environment}: ${temporary ? `temporary until ${temporary.until}${isDue ? ", over" : ""}` : "not temporary"}`
    );
    if (isDue) due.push(environment);
  }
  return due;
}
function readTemporary(environment, text) {
  try {
    return readBounds(text).temporary;
  } catch (thrown) {
    const error = asActionError(thrown);
    if (error.code !== "release-file-invalid") throw thrown;
    warn(`${environment}: ${describeError(error)}`);
    return void 0;
  }
}

// actions/scale/inputs.ts
var longestReason = 500;
var [shortestMs, longestMs] = [5 * 6e4, 90 * 24 * 36e5];
var mostReplicas = 1e4;
function readInputs(signal, read = new InputReader(), env = process.env, now = /* @__PURE__ */ new Date()) {
  const inputs = {
    branch: read.matching("branch", isBranch, "a branch", "main"),
    maxAttempts: read.count("max-attempts", 10, 100),
    token: read.optional("token"),
    server: readServer(env),
    run: env.GITHUB_RUN_ID ?? "local",
    actor: actorOf(env),
    signal,
    task: readTask(read, now)
  };
  mask(inputs.token);
  read.done();
  return inputs;
}
function readTask(read, now) {
  const mode = read.oneOf("mode", ["set", "restore", "due"]);
  if (mode === "due") return { mode };
  const environment = read.matching("environment", isEnvironment, "the name of an overlay");
  if (mode === "restore") return { mode, environment };
  const bounds = {
    ...count(read, "min", "min", mostReplicas),
    ...count(read, "max", "max", mostReplicas),
    ...count(read, "cpu-target", "cpuTarget", 100)
  };
  if (Object.keys(bounds).length === 0) read.fault("min", "or max or cpu-target is required");
  return { mode, wanted: { environment, bounds, until: readUntil(read, now), reason: readReason(read, environment) } };
}
function count(read, name, key, most) {
  return read.optional(name) === "" ? {} : { [key]: read.count(name, 1, most) };
}
function readUntil(read, now) {
  if (read.optional("expires-in") === "") return void 0;
  const ms = read.duration("expires-in", "");
  if (ms > 0 && (ms < shortestMs || ms > longestMs)) read.fault("expires-in", "must be from 5m to 90d");
  return `${new Date(now.getTime() + Math.min(ms, longestMs)).toISOString().slice(0, 19)}Z`;
}
function readReason(read, environment) {
  const reason = plainLine(read.optional("reason"));
  if (reason.length > longestReason) read.fault("reason", `must be of at most ${longestReason} characters`);
  if (reason === "" && environment === "production") read.fault("reason", "is required for production");
  return reason || "no reason was given";
}
function plainLine(text) {
  return text.replaceAll(/[\s\p{Zl}\p{Zp}]+/gu, " ").replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\uFFFE\uFFFF]/gu, "").trim();
}
function actorOf({ GITHUB_EVENT_NAME, GITHUB_ACTOR = "" }) {
  if (GITHUB_EVENT_NAME === "schedule") return "schedule";
  return /^[\w.-]+(\[bot\])?$/.test(GITHUB_ACTOR) ? GITHUB_ACTOR : "unknown";
}

// actions/scale/guard.ts
function unexpectedChanges({ before, after, wanted }) {
  const unexpected = diffManifests(before, after).filter((difference) => !isExpected(difference)).map(describeDifference);
  const rendered = renderedBounds(after);
  if (!wanted || rendered && isSameBounds(rendered, wanted)) return unexpected;
  const found = rendered ? formatBounds(rendered) : "(none)";
  return [...unexpected, `The autoscaler ${hpaName} renders ${found}, not ${formatBounds(wanted)}`];
}
function isExpected({ object, path }) {
  if (!object.startsWith("HorizontalPodAutoscaler/") || !object.endsWith(`/${hpaName}`)) return false;
  if (path[0] === "metadata") return isOurAnnotation(path);
  return /^spec\.(minReplicas|maxReplicas|metrics\.\d+\.resource\.target\.averageUtilization)$/.test(path.join("."));
}
function isOurAnnotation([, group, name]) {
  return group === "annotations" && (name === void 0 || name.startsWith(scaleAnnotation));
}

// actions/scale/scale.ts
async function scale(inputs, task, repository) {
  const environment = environmentOf(task);
  const place = { environment, branch: inputs.branch };
  const { value, attempts } = await retryOnConflict(inputs, async () => {
    const commit = await fetchBranch(repository, inputs.branch);
    const known = await writtenEnvironments(repository, commit);
    if (!known.includes(environment))
      throw refused(environment, [`there is no such environment on ${inputs.branch}: it has ${known.join(", ")}`]);
    const head = await readHeadAt(repository, commit, place);
    return withDraft(repository, commit, (draft) => tryOnce(draft, head, inputs, task));
  });
  return { ...value, attempts };
}
function environmentOf(task) {
  return task.mode === "set" ? task.wanted.environment : task.environment;
}
async function tryOnce(draft, head, inputs, task) {
  const environment = environmentOf(task);
  const recorded = readBounds(head.text);
  const manifests = await render(draft, overlayPath(environment));
  const before = renderedBounds(manifests);
  const plan = makePlan(task, head, { recorded, manifests, before });
  const unchanged = { commit: head.commit, before, after: before, recorded, note: plan.note };
  if (plan.kind === "noop") return { kind: "ended", value: { outcome: "noop", ...unchanged } };
  const after = await write(draft, environment, head, { ...plan, manifests });
  const isCpu = before?.cpuTarget !== after?.cpuTarget;
  const commit = await commitDraft(draft, {
    title: titleOf(plan.kind, environment, after, isCpu),
    body: bodyOf(task, plan),
    trailers: [`${operationTrailer}: scale`, `${requesterTrailer}: ${inputs.actor}`],
    run: inputs.run
  });
  const outcome = plan.kind === "edit" ? "committed" : plan.kind;
  const ended = { outcome, commit, before, after, recorded: plan.next, note: plan.note };
  return tryPush(draft.repository, { branch: inputs.branch, commit }, () => ended);
}
function makePlan(task, head, { recorded, manifests, before }) {
  if (task.mode === "restore") {
    const decision2 = decideReturn(recorded, /* @__PURE__ */ new Date());
    if (decision2.kind === "noop") return { kind: "noop", note: decision2.why };
    return { ...decision2, wanted: void 0 };
  }
  const { wanted } = task;
  const isReleased = head.recorded !== void 0;
  const decision = decide({ isReleased, recorded, manifests, rendered: before, wanted });
  if (decision.kind === "refused") throw refused(wanted.environment, decision.faults);
  if (decision.kind === "noop") return { kind: "noop", note: "" };
  return { ...decision, wanted: before && { ...before, ...wanted.bounds } };
}
async function write(draft, environment, { commit, text }, edit) {
  const { next: next2, wanted, manifests } = edit;
  const metric = cpuMetric(findHpa(manifests));
  await writeDraft(draft, releasePath(environment), editBounds(text, next2, metric));
  const after = await render(draft, overlayPath(environment));
  const unexpected = unexpectedChanges({ before: manifests, after, wanted });
  if (unexpected.length > 0) {
    const list = unexpected.map((change) => `- ${change}`).join("\n");
    throw new ActionError("render-changed", `This scale would change more than the autoscaler's bounds:
${list}`);
  }
  const bounds = renderedBounds(after);
  if (bounds && bounds.min > bounds.max) throw refused(environment, [`min ${bounds.min} > max ${bounds.max}`]);
  say(`on head ${commit.slice(0, 12)}: ${bounds ? formatBounds(bounds) : "no autoscaler"}`);
  return bounds;
}
function bodyOf(task, { next: next2, note }) {
  const reason = task.mode === "set" ? task.wanted.reason : "";
  const until = next2.temporary ? `Until ${next2.temporary.until}.` : "";
  return [reason, until, note].filter((part) => part !== "").join("\n\n");
}
function refused(environment, faults) {
  const list = faults.map((fault) => `- ${fault}`).join("\n");
  return new ActionError("scale-refused", `${environment} is not scaled, nothing was written:
${list}`);
}

// actions/scale/result.ts
var verdicts = {
  committed: "\u2705 Scaled",
  noop: "\u2705 Nothing to change:",
  restored: "\u2705 Returned to the old bounds:",
  kept: "\u23F8\uFE0F Left as somebody changed it:"
};
function result(inputs, task, scale2) {
  const environment = environmentOf(task);
  const { outcome, commit, before, after, recorded, note, attempts } = scale2;
  const until = recorded.temporary?.until ?? "";
  say(`${outcome}  ${environment}  ${shown(before)} \u2192 ${shown(after)}  at ${commit.slice(0, 12)}`);
  return {
    outputs: {
      "commit-sha": commit,
      outcome,
      min: number(after?.min),
      max: number(after?.max),
      "cpu-target": number(after?.cpuTarget),
      "previous-min": number(before?.min),
      "previous-max": number(before?.max),
      "expires-at": until,
      environments: ""
    },
    report: {
      environment,
      branch: inputs.branch,
      outcome,
      commitSha: commit,
      before: before ?? null,
      after: after ?? null,
      pinned: recorded.pinned,
      temporary: recorded.temporary ?? null,
      reason: task.mode === "set" ? task.wanted.reason : null,
      note,
      attempts
    },
    summary: summarize(inputs, task, scale2)
  };
}
function summarize({ branch, actor }, task, scale2) {
  const environment = environmentOf(task);
  const { outcome, commit, before, after, note } = scale2;
  return paragraphs(
    `### ${verdicts[outcome]} ${environment}`,
    task.mode === "set" ? fenced(task.wanted.reason) : "",
    expiry(scale2),
    note,
    table(
      ["replicas", `commit on ${branch}`, "asked for by", "file"],
      [
        [
          `${shown(before)} \u2192 ${shown(after)}`,
          `\`${commit.slice(0, 12)}\``,
          `\`${actor}\``,
          `\`${releasePath(environment)}\``
        ]
      ]
    )
  );
}
function expiry({ recorded: { temporary } }) {
  if (!temporary) return "";
  const back = Object.keys(temporary.back).length === 0 ? "the overlay's own bounds" : formatPinned(temporary.back);
  return `**Until ${temporary.until}**, then back to ${back}: by the first run of the schedule after that. It is due every 15 minutes, and GitHub may start it late, or leave one out, when it is busy.`;
}
function dueResult(environments) {
  const list = environments.map((name) => `\`${name}\``).join(", ");
  return {
    outputs: { environments: JSON.stringify(environments) },
    report: { environments },
    summary: environments.length === 0 ? "" : `Temporary bounds are over in ${list}.`
  };
}
function shown(bounds) {
  return bounds ? formatBounds(bounds) : "(none)";
}
function number(value) {
  return value === void 0 ? "" : String(value);
}

// actions/scale/main.ts
await run("Scale", async (signal) => {
  const inputs = readInputs(signal);
  const { task, token, server, branch } = inputs;
  const auth = gitAuth(token, server.url);
  return withPrivateRepository(
    process.cwd(),
    { signal, auth },
    async (repository) => task.mode === "due" ? dueResult(await findDue(repository, branch, /* @__PURE__ */ new Date())) : result(inputs, task, await scale(inputs, task, repository))
  );
});
