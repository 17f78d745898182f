import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  faultDomain
} from "./shared-5RE2L32Q.js";
import {
  boundsOf,
  findHpa,
  formatBounds,
  isSameBounds
} from "./shared-NFJTPQCG.js";
import {
  parseManifests
} from "./shared-UUNG4MP7.js";
import {
  deploymentName,
  enginePath,
  grpcPort,
  overlayPath
} from "./shared-WUMOF5Q6.js";
import {
  parseImage,
  shortDigest
} from "./shared-TDZNGA7R.js";
import {
  readFilesAt
} from "./shared-BJLNWFWN.js";
import {
  git,
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
  execute,
  parseDuration,
  start,
  tail
} from "./shared-OBT6BLLR.js";

// actions/toolkit/kubectl.ts
async function getJson(cluster, args) {
  const { code, stdout, stderr } = await execute(kubectlCommand(cluster, ["get", ...args, "--output", "json"]));
  if (code === 0) return JSON.parse(stdout.toString());
  if (/\(NotFound\)/.test(stderr)) return void 0;
  throw kubectlError(stderr);
}
async function lastLogLines(cluster, { namespace, pod, container, previous }, count) {
  const which = ["--namespace", namespace, pod, "--container", container, `--tail=${count}`];
  const args = ["logs", ...which, ...previous ? ["--previous"] : []];
  const { code, stdout } = await execute(kubectlCommand(cluster, args));
  const text = stdout.toString().trim();
  return code === 0 && !text.startsWith("unable to retrieve container logs") ? text : "";
}
function watch(cluster, args) {
  return start(kubectlCommand(cluster, ["get", ...args, "--watch-only", "--output", "name"]));
}
async function portForward(cluster, namespace, pod, port) {
  const args = ["port-forward", "--namespace", namespace, "--address", "127.0.0.1", `pod/${pod}`, `:${port}`];
  const limit = AbortSignal.timeout(1e4);
  const running = start(kubectlCommand(cluster, args));
  limit.addEventListener("abort", running.stop, { once: true });
  for await (const line of running.lines) {
    const local = /^Forwarding from 127\.0\.0\.1:(\d+) /.exec(line)?.[1];
    if (!local) continue;
    limit.removeEventListener("abort", running.stop);
    return { port: Number(local), stop: running.stop };
  }
  cluster.signal?.throwIfAborted();
  throw kubectlError(running.errors() || `port-forward to ${pod} did not open`);
}
function kubectlCommand({ kubeconfig, signal }, args) {
  const goesOn = args[0] === "port-forward" || args.includes("--watch-only");
  const limit = goesOn ? [] : ["--request-timeout=10s"];
  return { file: "kubectl", args: [...args, ...limit], env: kubeconfig ? { KUBECONFIG: kubeconfig } : {}, signal };
}
function kubectlError(stderr) {
  const said = tail(stderr, 5);
  if (/\(Forbidden\)|\(Unauthorized\)|must be logged in/i.test(stderr)) {
    return new ActionError("cluster-forbidden", `The cluster refuses to be read:
${said}`);
  }
  return new ActionError("cluster-unreachable", `The cluster does not answer:
${said}`);
}

// actions/toolkit/sync/engine.ts
var silentMs = 6e4;
var pausedGraceMs = 4e3;
function pausedFault(message) {
  return { code: "engine-paused", message, revision: void 0, since: void 0, graceMs: pausedGraceMs };
}
function downFault(message) {
  return { code: "engine-down", message, revision: void 0, since: void 0, graceMs: silentMs };
}
function parseTime(text) {
  const time = Date.parse(text);
  return Number.isNaN(time) ? void 0 : time;
}
function firstLine(text) {
  return (text.split("\n", 1)[0] ?? "").slice(0, 200);
}

// actions/toolkit/sync/argocd.ts
var kind = "applications.argoproj.io";
var looksEveryMs = 6 * 6e4;
var argocd = { findTarget: findApplication, observe: observeApplication };
function findApplication(environment, manifests) {
  const application = manifests.find((manifest) => textAt(manifest, "kind") === "Application");
  const target = {
    name: textAt(application, "metadata", "name"),
    namespace: textAt(application, "metadata", "namespace"),
    destinationNamespace: textAt(application, "spec", "destination", "namespace"),
    path: textAt(application, "spec", "source", "path")
  };
  const missing3 = Object.entries(target).filter(([, word]) => word === "").map(([name]) => name);
  if (missing3.length === 0) return { kind, ...target };
  const folder = `kustomize/clusters/${environment}/argocd`;
  const what = application === void 0 ? "no Application" : `an Application without ${missing3.join(", ")}`;
  throw new ActionError("engine-objects-invalid", `${folder} holds ${what}.`);
}
async function observeApplication(cluster, target) {
  const application = await getJson(cluster, [kind, target.name, "--namespace", target.namespace]);
  return application === void 0 ? noApplication(target) : readApplication(application);
}
function readApplication(application) {
  const revision = textAt(application, "status", "sync", "revision") || void 0;
  const sync = textAt(application, "status", "sync", "status") || "Unknown";
  const operation = readOperation(application);
  const isApplied = revision !== void 0 && (sync === "Synced" || operation.phase === "Succeeded" && operation.revision === revision);
  const fault2 = findFault(application, operation);
  return { revision, isApplied, seen: describe(sync, revision, operation, fault2), fault: fault2, looksEveryMs };
}
function noApplication({ name, namespace }) {
  const message = `The cluster has no Application ${name} in namespace ${namespace}: apply kustomize/clusters/<environment>/argocd once.`;
  const fault2 = { code: "engine-objects-invalid", message, revision: void 0, since: void 0 };
  return { revision: void 0, isApplied: false, seen: `no Application ${name}`, fault: fault2, looksEveryMs: void 0 };
}
function readOperation(application) {
  const state = at(application, "status", "operationState");
  return {
    phase: textAt(state, "phase"),
    revision: textAt(state, "syncResult", "revision") || textAt(state, "operation", "sync", "revision"),
    message: textAt(state, "message"),
    finishedAt: textAt(state, "finishedAt")
  };
}
function findFault(application, operation) {
  if (operation.phase === "Failed" || operation.phase === "Error") {
    const revision = operation.revision || void 0;
    return { code: "sync-failed", message: operation.message, revision, since: parseTime(operation.finishedAt) };
  }
  if (isRefusedForGood(operation))
    return {
      code: "sync-failed",
      message: operation.message,
      revision: operation.revision || void 0,
      since: void 0
    };
  return conditionFault(application) ?? pauseOf(application, operation) ?? silenceOf(application);
}
function isRefusedForGood({ phase, message }) {
  const isRetried = phase === "Running" && /Retrying attempt/.test(message);
  return isRetried && /" is invalid: /.test(message) && !/already allocated|failed to allocate/.test(message);
}
function conditionFault(application) {
  const condition3 = listAt(application, "status", "conditions").find((one) => /Error$/.test(textAt(one, "type")));
  if (condition3 === void 0) return void 0;
  const message = textAt(condition3, "message");
  return {
    code: textAt(condition3, "type") === "ComparisonError" ? "manifest-error" : "sync-failed",
    message,
    // "Failed last sync attempt to <revision>: …"
    revision: /sync attempt to \[?([0-9a-f]{40})/.exec(message)?.[1],
    since: latest(textAt(condition3, "lastTransitionTime"), textAt(application, "status", "reconciledAt")),
    ...isFinal(message) ? { graceMs: finalGraceMs } : {}
  };
}
function latest(...times2) {
  const known = times2.flatMap((time) => parseTime(time) ?? []);
  return known.length > 0 ? Math.max(...known) : void 0;
}
var finalGraceMs = 8e3;
function isFinal(message) {
  return /app path does not exist|kustomize build .*failed/.test(message) && !/timeout|killed/i.test(message);
}
function pauseOf(application, operation) {
  const name = textAt(application, "metadata", "name");
  if (textAt(application, "metadata", "annotations", "argocd.argoproj.io/skip-reconcile") === "true")
    return pausedFault(`Application ${name} is annotated argocd.argoproj.io/skip-reconcile: Argo CD leaves it alone.`);
  const isSyncing = operation.phase === "Running" || at(application, "operation") !== void 0;
  const automated = at(application, "spec", "syncPolicy", "automated");
  const isSpecKnown = at(application, "spec") !== void 0;
  const isOn = automated !== void 0 && automated !== null && at(automated, "enabled") !== false;
  if (isOn || isSyncing || !isSpecKnown) return void 0;
  return pausedFault(`Application ${name} has automated sync turned off.`);
}
function silenceOf(application) {
  if (textAt(application, "metadata", "annotations", "argocd.argoproj.io/refresh") === "") return void 0;
  return downFault("Argo CD was asked to refresh the Application and has not looked since.");
}
function describe(sync, revision, operation, fault2) {
  const where = revision ? ` at ${revision.slice(0, 12)}` : "";
  const running = operation.phase === "Running" ? `, syncing${operation.message ? `: ${operation.message}` : ""}` : "";
  return `${sync}${where}${running}${fault2 ? `, ${fault2.code}: ${firstLine(fault2.message)}` : ""}`;
}

// actions/toolkit/sync/flux.ts
var kustomizationKind = "kustomizations.kustomize.toolkit.fluxcd.io";
var sourceKind = "gitrepositories.source.toolkit.fluxcd.io";
var flux = { findTarget: findKustomization, observe: observeKustomization };
function findKustomization(environment, manifests) {
  const isOurs = (manifest) => textAt(manifest, "kind") === "Kustomization" && textAt(manifest, "apiVersion").startsWith("kustomize.toolkit.fluxcd.io/") && textAt(manifest, "spec", "sourceRef", "kind") === "GitRepository";
  const found = manifests.find(isOurs);
  const name = textAt(found, "metadata", "name");
  const namespace = textAt(found, "metadata", "namespace");
  const source = {
    name: textAt(found, "spec", "sourceRef", "name"),
    namespace: textAt(found, "spec", "sourceRef", "namespace") || namespace
  };
  const path = textAt(found, "spec", "path").replace(/^\.\//, "");
  if (name && namespace && source.name && path) {
    const destinationNamespace = textAt(found, "spec", "targetNamespace");
    return { kind: kustomizationKind, name, namespace, source, path, destinationNamespace };
  }
  const folder = `kustomize/clusters/${environment}/flux`;
  const message = `${folder} holds no Flux Kustomization with name, namespace, path and a GitRepository as its source.`;
  throw new ActionError("engine-objects-invalid", message);
}
async function observeKustomization(cluster, target) {
  const { name, namespace, source = { name, namespace } } = target;
  const repository = await getJson(cluster, [sourceKind, source.name, "--namespace", source.namespace]);
  const kustomization = await getJson(cluster, [kustomizationKind, name, "--namespace", namespace]);
  if (repository === void 0) return missing("GitRepository", source);
  return kustomization === void 0 ? missing("Kustomization", target) : readFlux(repository, kustomization);
}
function readFlux(repository, kustomization) {
  const revision = commitOf(textAt(repository, "status", "artifact", "revision"));
  const isApplied = revision !== void 0 && appliedCommit(kustomization) === revision;
  const silent = silence(repository) ?? silence(kustomization) ?? unattended(revision, kustomization);
  const fault2 = sourceFault(repository) ?? kustomizationFault(kustomization) ?? silent;
  const seen = describe2(revision, isApplied, kustomization, fault2);
  return { revision, isApplied, seen, fault: fault2, looksEveryMs: parseDuration(textAt(repository, "spec", "interval")) };
}
function missing(kind2, { name, namespace }) {
  const message = `The cluster has no ${kind2} ${name} in namespace ${namespace}: apply kustomize/clusters/<environment>/flux once.`;
  const fault2 = { code: "engine-objects-invalid", message, revision: void 0, since: void 0 };
  return { revision: void 0, isApplied: false, seen: `no ${kind2} ${name}`, fault: fault2, looksEveryMs: void 0 };
}
function commitOf(revision) {
  return /(?:^|[:/])([0-9a-f]{40}|[0-9a-f]{64})$/.exec(revision)?.[1];
}
function appliedCommit(kustomization) {
  const isHealth = textAt(readyCondition(kustomization), "reason") === "HealthCheckFailed";
  const field = isHealth ? "lastAttemptedRevision" : "lastAppliedRevision";
  return commitOf(textAt(kustomization, "status", field));
}
function sourceFault(repository) {
  const name = textAt(repository, "metadata", "name");
  if (at(repository, "spec", "suspend") === true)
    return pausedFault(`GitRepository ${name} is suspended: flux resume source git ${name}`);
  const ready = readyCondition(repository);
  if (textAt(ready, "status") !== "False") return void 0;
  const message = `GitRepository ${name}: ${textAt(ready, "reason")}: ${textAt(ready, "message")}`;
  return { code: "source-failed", message, revision: void 0, since: void 0 };
}
function kustomizationFault(kustomization) {
  const name = textAt(kustomization, "metadata", "name");
  if (at(kustomization, "spec", "suspend") === true)
    return pausedFault(`Kustomization ${name} is suspended: flux resume kustomization ${name}`);
  const ready = readyCondition(kustomization);
  if (textAt(ready, "status") !== "False") return void 0;
  const reason = textAt(ready, "reason");
  const message = `Kustomization ${name}: ${reason}: ${textAt(ready, "message")}`;
  const revision = commitOf(textAt(kustomization, "status", "lastAttemptedRevision"));
  switch (reason) {
    // Health is judged by us; a dependency becomes ready by itself.
    case "HealthCheckFailed":
    case "DependencyNotReady":
      return void 0;
    // The source-controller restarts, or its storage is away for a moment.
    case "ArtifactFailed":
      if (/path not found/.test(message))
        return { code: "manifest-error", message, revision: fetchedCommit(kustomization), since: void 0 };
      return { code: "source-failed", message, revision: void 0, since: void 0 };
    case "SourceNotFound":
      return { code: "source-failed", message, revision: void 0, since: void 0 };
    case "BuildFailed":
      return { code: "manifest-error", message, revision, since: void 0 };
    default:
      return { code: "sync-failed", message, revision, since: void 0 };
  }
}
function fetchedCommit(kustomization) {
  const message = textAt(condition(kustomization, "Reconciling"), "message");
  return commitOf(/ for revision (\S+)/.exec(message)?.[1] ?? "");
}
function silence(object) {
  const asked = textAt(object, "metadata", "annotations", "reconcile.fluxcd.io/requestedAt");
  const isAsked = asked !== "" && asked !== textAt(object, "status", "lastHandledReconcileAt");
  const generation = at(object, "metadata", "generation");
  const isChanged = generation !== void 0 && generation !== at(object, "status", "observedGeneration");
  const isBusy = condition(object, "Reconciling") !== void 0;
  if (isBusy || !(isAsked || isChanged)) return void 0;
  const what = `${textAt(object, "kind")} ${textAt(object, "metadata", "name")}`;
  return downFault(`Flux was asked to reconcile ${what} and has not looked since.`);
}
function unattended(fetched, kustomization) {
  const isIdle = textAt(readyCondition(kustomization), "status") === "True" && !condition(kustomization, "Reconciling");
  const attempted = commitOf(textAt(kustomization, "status", "lastAttemptedRevision"));
  if (!isIdle || fetched === void 0 || attempted === fetched) return void 0;
  const name = textAt(kustomization, "metadata", "name");
  return downFault(`Kustomization ${name} has not begun with ${fetched.slice(0, 12)}, which its source has fetched.`);
}
function describe2(revision, isApplied, kustomization, fault2) {
  const source = revision ? `source at ${revision.slice(0, 12)}` : "no source yet";
  if (fault2) return `${source}, ${fault2.code}: ${firstLine(fault2.message)}`;
  if (isApplied) return `${source}, applied`;
  const ready = readyCondition(kustomization);
  const said = [textAt(ready, "reason"), firstLine(textAt(ready, "message"))].filter((word) => word !== "").join(": ");
  return `${source}, not applied yet${said ? ` (${said})` : ""}`;
}
function readyCondition(object) {
  return condition(object, "Ready");
}
function condition(object, type) {
  return listAt(object, "status", "conditions").find((one) => textAt(one, "type") === type);
}

// actions/toolkit/sync/none.ts
var none = {
  findTarget: (environment) => ({
    kind: "deployments.apps",
    name: deploymentName,
    namespace: "",
    destinationNamespace: "",
    path: overlayPath(environment)
  }),
  observe: async () => void 0
};

// actions/toolkit/sync/engines.ts
var engineNames = ["argocd", "flux", "none"];
var engines = { argocd, flux, none };

// actions/toolkit/rollout/hpa.ts
var metricsGraceMs = 3 * 6e4;
var controllerLookMs = 2e4;
var unableGraceMs = 6e4;
var boundsGraceMs = 2 * 6e4;
async function observeHpa(cluster, namespace) {
  const args = ["horizontalpodautoscalers.autoscaling", "--namespace", namespace, "--show-managed-fields"];
  return readHpa(await getJson(cluster, args));
}
function readHpa(list) {
  const hpa = findHpa(listAt(list, "items"));
  if (hpa === void 0) return { kind: "none" };
  const conditions = listAt(hpa, "status", "conditions").map((one) => {
    const condition3 = { status: textAt(one, "status"), reason: textAt(one, "reason"), message: textAt(one, "message") };
    return [textAt(one, "type"), condition3];
  });
  return {
    kind: "hpa",
    name: textAt(hpa, "metadata", "name"),
    target: `${textAt(hpa, "spec", "scaleTargetRef", "kind")}/${textAt(hpa, "spec", "scaleTargetRef", "name")}`,
    changedAt: specChangedAt(hpa),
    ...boundsOf(hpa),
    replicas: numberAt(hpa, "status", "currentReplicas"),
    conditions: new Map(conditions)
  };
}
function judgeHpa(hpa, { waitedFor, at: at2 }) {
  if (hpa.kind === "none") return { kind: "passed", seen: "no autoscaler for this Deployment" };
  const able = hpa.conditions.get("AbleToScale");
  const active = hpa.conditions.get("ScalingActive");
  const unable = whyUnable(hpa);
  if (unable === void 0 && active?.status === "False") return judgeInactive(hpa.name, active, waitedFor);
  if (unable === void 0 && able?.status === "True" && active?.status === "True") {
    const isSettled = Math.max(at2 - hpa.changedAt, waitedFor) >= controllerLookMs;
    if (isSettled) return { kind: "passed", seen: describe3(hpa) };
    return { kind: "waiting", seen: `${hpa.name} has changed: until its controller has looked at it` };
  }
  const said = unable ?? "its controller has not looked yet";
  if (waitedFor < unableGraceMs) return { kind: "waiting", seen: `${hpa.name}: ${said}` };
  return { kind: "failed", code: "hpa-unable", message: `The autoscaler ${hpa.name} cannot scale: ${said}` };
}
function judgeBounds(hpa, { wanted, pods }, waitedFor) {
  const fault2 = wanted === void 0 ? void 0 : boundsFault(hpa, wanted, pods);
  if (fault2 === void 0) return { kind: "passed", seen: hpa.kind === "hpa" ? describe3(hpa) : "no autoscaler" };
  if (waitedFor < boundsGraceMs) return { kind: "waiting", seen: fault2 };
  return { kind: "failed", code: "hpa-bounds", message: `For two minutes: ${fault2}` };
}
function boundsFault(hpa, wanted, pods) {
  if (hpa.kind === "none") return `there is no autoscaler, where Git has one of ${formatBounds(wanted)}`;
  if (!isSameBounds(hpa, wanted)) return `${hpa.name} has ${formatBounds(hpa)}, where Git has ${formatBounds(wanted)}`;
  if (pods >= wanted.min && pods <= wanted.max) return void 0;
  return `${pods} pod${pods === 1 ? "" : "s"}, outside ${wanted.min}\u2013${wanted.max}`;
}
function whyUnable({ target, conditions }) {
  const service = `Deployment/${deploymentName}`;
  if (target !== service) return `it scales ${target}, not ${service}`;
  const able = conditions.get("AbleToScale");
  return able?.status === "False" ? `${able.reason}: ${able.message}` : void 0;
}
function specChangedAt(hpa) {
  const writers = listAt(hpa, "metadata", "managedFields").filter((one) => textAt(one, "subresource") === "");
  return Math.max(0, ...writers.map((one) => Date.parse(textAt(one, "time")) || 0));
}
function judgeInactive(name, { reason, message }, waitedFor) {
  const isMetrics = /Metric/.test(reason) && !/^Invalid/.test(reason);
  const said = `${reason}: ${message}`;
  if (waitedFor < (isMetrics ? metricsGraceMs : unableGraceMs)) return { kind: "waiting", seen: `${name}: ${said}` };
  const code = isMetrics ? "hpa-no-metrics" : "hpa-unable";
  return { kind: "failed", code, message: `The autoscaler ${name} is not active: ${said}` };
}
function describe3({ min, max, replicas, conditions }) {
  const limited = conditions.get("ScalingLimited");
  const limit = limited?.status === "True" ? `, at its limit (${limited.reason})` : "";
  return `able to scale, active: ${replicas} of ${min}\u2013${max}${limit}`;
}

// actions/toolkit/rollout/cause.ts
var fatal = { kind: "fatal" };
var budget = (seconds) => ({ kind: "budgeted", ms: seconds * 1e3 });
var grace = (seconds) => ({ kind: "grace", ms: seconds * 1e3 });
var times = {
  // A registry's answer; the second look keeps a pod that was just replaced from counting.
  pullAnswered: budget(3),
  // A network heals: the kubelet tries again after 10 s.
  pullUnanswered: budget(20),
  // A Secret that is applied a moment later; the kubelet looks again every 10 s, for a volume after 32 s.
  config: grace(45),
  volume: grace(75),
  readiness: budget(60),
  unschedulable: budget(5 * 60),
  // The second look, while nothing goes away that would make room.
  refused: budget(4),
  // Pods that still drain count against the quota; a webhook restarts; a ServiceAccount comes late.
  refusedForNow: grace(60),
  // The second look: an engine that is applying a newer commit changes Services before it says so.
  service: budget(4),
  // The engine, or whoever changed it by hand, may be about to put it right.
  serviceDiffers: budget(10),
  // The endpoints controller follows within seconds, and lags when it is busy or restarts.
  endpointsLag: grace(60)
};

// actions/toolkit/rollout/service-difference.ts
import { isDeepStrictEqual } from "node:util";
function firstDifference(live, rendered) {
  const { selector, ports, ...others } = isRecord(rendered) ? rendered : {};
  return compare("selector", at(live, "selector"), selector) ?? comparePorts(listAt(live, "ports"), listAt({ ports }, "ports")) ?? compareFields("", live, others);
}
var isAddedTo = ["ipFamilies", "clusterIPs"];
function compareFields(path, live, rendered) {
  if (isLeftOut(rendered)) return void 0;
  if (isAddedTo.includes(path) && Array.isArray(live) && Array.isArray(rendered))
    return compare(path, live.slice(0, rendered.length), rendered);
  if (!isRecord(rendered)) return compare(path, live, rendered);
  for (const [key, value] of Object.entries(rendered)) {
    const difference = compareFields(path === "" ? key : `${path}.${key}`, at(live, key), value);
    if (difference !== void 0) return difference;
  }
  return void 0;
}
function comparePorts(live, rendered) {
  const key = (port) => `${at(port, "port")}/${at(port, "protocol") ?? "TCP"}`;
  for (const wanted of rendered) {
    const found = live.find((port) => key(port) === key(wanted));
    const difference = found === void 0 ? compare("ports", live.map(key), rendered.map(key)) : compareFields(`ports[${key(wanted)}]`, found, wanted);
    if (difference !== void 0) return difference;
  }
  return void 0;
}
function compare(path, live, rendered) {
  if (isDeepStrictEqual(live, rendered) || isUnset(live) && isUnset(rendered)) return void 0;
  return `the cluster has ${path} ${format(live)}; Git has ${format(rendered)}`;
}
function isUnset(value) {
  return isLeftOut(value) || value === 0 || value === false;
}
function isLeftOut(value) {
  const isEmpty = Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0;
  return value === void 0 || value === null || value === "" || isEmpty;
}
function format(value) {
  return oneLine(value === void 0 ? "(unset)" : JSON.stringify(value), 200);
}

// actions/toolkit/rollout/service-faults.ts
function findServiceFault(input) {
  const { client, rendered, live, pods } = input;
  const isOurs = ({ name }) => name === client.name;
  const fromGit = rendered?.find(isOurs);
  const service = live.find(isOurs);
  if (rendered && !fromGit) return missing2(client, `Git renders ${listNames(rendered)}`);
  const promised = fromGit ?? service;
  if (!promised) return missing2(client, `the cluster has ${listNames(live)}`);
  const port = findPort(promised, client);
  if (!port) return fault(client, "service-port-changed", `it has ${listPorts(promised)}; clients use ${client.port}`);
  const fresh = pods.filter((pod) => pod.role === "new");
  const misled = selectorFault(client, promised, fresh, pods) ?? portFault(client, port, fresh);
  if (misled || !fromGit) return misled;
  if (!service) return differs(client, "the cluster does not have it; Git does");
  return compareWithGit(client, service, fromGit);
}
function findPort({ ports }, { port, protocol }) {
  return ports.find((one) => one.port === port && one.protocol === protocol);
}
function missing2(client, found) {
  return fault(client, "service-missing", `${found}; clients use ${client.name}:${client.port}`);
}
function compareWithGit(client, live, fromGit) {
  if (live.isHeadless !== fromGit.isHeadless) {
    const clusterIp = ({ isHeadless }) => isHeadless ? "clusterIP: None" : "no clusterIP: None";
    const values = `the cluster has ${clusterIp(live)}; Git has ${clusterIp(fromGit)}`;
    return fault(client, "service-immutable", `${values}, which Kubernetes ignores as long as the Service exists`);
  }
  const difference = firstDifference(live.spec, fromGit.spec);
  return difference === void 0 ? void 0 : differs(client, difference);
}
function selectorFault(client, { type, selector }, fresh, pods) {
  const [first] = fresh;
  if (type === "ExternalName")
    return fault(client, "endpoints-missing", "it is of type ExternalName, which leads to a DNS name and to no pod");
  if (!first || fresh.some((pod) => selects(selector, pod.labels))) return void 0;
  const others = pods.filter((pod) => pod.isServing && selects(selector, pod.labels));
  const isSelecting = Object.keys(selector).length > 0;
  const keys = isSelecting ? Object.keys(selector) : Object.keys(first.labels).slice(0, 3);
  const wanted = isSelecting ? `it selects ${formatLabels(selector)}` : "it has no selector";
  const values = `${wanted}; the pods of this release have ${formatLabels(first.labels, keys)}`;
  if (others.length === 0) return fault(client, "endpoints-missing", `${values}, so it leads to none of them`);
  const names = others.map(({ name }) => name).join(", ");
  return fault(client, "endpoints-elsewhere", `${values}, so it leads to others alone: ${oneLine(names, 200)}`);
}
function portFault(client, port, fresh) {
  for (const pod of fresh) {
    const target = resolveTarget(port, pod);
    if (target === void 0) {
      const ports = pod.ports.map((one) => `${one.name || "unnamed"} (${one.port})`).join(", ") || "no ports";
      const name = oneLine(String(port.targetPort), 63);
      const values = `port ${port.port} leads to the pods' port named '${name}'; they have ${oneLine(ports, 200)}`;
      return fault(client, "endpoints-port-missing", values);
    }
    if (target !== grpcPort) {
      const values = `port ${port.port} leads to port ${target} of the pods; they answer on ${grpcPort}`;
      return fault(client, "endpoints-wrong-port", values);
    }
  }
  return void 0;
}
function resolveTarget({ targetPort, protocol }, pod) {
  if (typeof targetPort === "number") return targetPort;
  return pod.ports.find((port) => port.name === targetPort && port.protocol === protocol)?.port;
}
function selects(selector, labels) {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}
function formatLabels(labels, keys = Object.keys(labels)) {
  const text = keys.map((key) => `${key}=${labels[key] ?? "(none)"}`).join(", ");
  return oneLine(text, 200) || "no labels";
}
function differs(client, values) {
  return { ...fault(client, "service-differs", values), class: times.serviceDiffers };
}
function fault({ name }, code, values) {
  return { code, class: times.service, pod: void 0, subject: name, summary: `Service ${name}: ${values}.` };
}
function listNames(services) {
  return oneLine(services.map(({ name }) => name).join(", "), 200) || "no Service";
}
function listPorts({ ports }) {
  const list = ports.map(({ port, protocol }) => `${port}${protocol === "TCP" ? "" : `/${protocol}`}`);
  return list.length === 0 ? "no port" : `port ${list.join(", ")}`;
}

// actions/toolkit/rollout/pull-message.ts
function pullCode(message) {
  if (/not found|manifest unknown|name unknown/i.test(message)) return "image-not-found";
  if (/\b40[13]\b|unauthorized|forbidden|denied|authorization failed/i.test(message)) return "image-unauthorized";
  return "image-pull-failed";
}
function isBare(message) {
  return message === "" || /^Back-off pulling image "[^"]*"$/.test(message);
}

// actions/toolkit/rollout/causes.ts
var recentMs = 5 * 6e4;
function findCauses(observation) {
  const pods = observation.newPods.flatMap((pod) => podCause(pod, observation) ?? []);
  return [...pods, ...createCause(observation), ...evictions(observation)];
}
function podCause(pod, { at: at2, events }) {
  if (pod.isReady) return void 0;
  const said = events.filter((event) => event.kind === "Pod" && event.object === pod.name);
  return waitingCause(pod, said) ?? restartCause(pod, at2, said) ?? schedulingCause(pod, said) ?? readinessCause(pod, said);
}
function waitingCause(pod, said) {
  const { reason = "", message = "" } = pod.waiting ?? {};
  const summary = `${pod.name}: ${reason}${message ? `: ${message}` : ""}`;
  switch (reason) {
    case "InvalidImageName":
      return { code: "image-invalid", class: fatal, pod, summary };
    case "ErrImageNeverPull":
      return { code: "image-pull-failed", class: fatal, pod, summary };
    case "ErrImagePull":
    case "ImagePullBackOff":
      return { code: "image-pull-failed", class: pullClass(message), pod, summary: `${pod.name}: ${reason}` };
    case "CreateContainerConfigError":
    case "CreateContainerError":
      return { code: "config-error", class: times.config, pod, summary };
    case "RunContainerError":
      return { code: "start-failed", class: fatal, pod, summary };
    case "CrashLoopBackOff":
      return crash(pod, reason, said);
  }
  const mount = said.findLast((event) => event.reason === "FailedMount" && pod.phase === "Pending");
  if (!mount || !/not found|references non-existent/.test(mount.message)) return void 0;
  return { code: "config-error", class: times.volume, pod, summary: `${pod.name}: ${mount.message}` };
}
function pullClass(message) {
  const isUnanswered = !isBare(message) && pullCode(message) === "image-pull-failed";
  return isUnanswered ? times.pullUnanswered : times.pullAnswered;
}
function restartCause(pod, now, said) {
  const isRecent = pod.lastExit !== void 0 && now - pod.lastExit.at < recentMs;
  return pod.restarts >= 2 && isRecent ? crash(pod, `${pod.restarts} restarts`, said) : void 0;
}
function crash(pod, what, said) {
  const exit = pod.lastExit ? `, exit code ${pod.lastExit.code}${pod.lastExit.reason ? ` (${pod.lastExit.reason})` : ""}` : "";
  const summary = `${pod.name}: ${what}${exit}`;
  if (pod.lastExit?.reason === "OOMKilled") return { code: "oom-killed", class: fatal, pod, summary };
  const probe = said.findLast(
    (event) => event.reason === "Killing" && /failed (startup|liveness) probe/.test(event.message)
  );
  if (!probe) return { code: "crash-loop", class: fatal, pod, summary };
  const failure = said.findLast((event) => event.reason === "Unhealthy")?.message ?? probe.message;
  return { code: "probe-failed", class: fatal, pod, summary: `${summary}; ${failure}` };
}
function schedulingCause(pod, said) {
  if (!pod.unschedulable) return void 0;
  const { message, since } = pod.unschedulable;
  const refusal = said.findLast((event) => event.reason === "NotTriggerScaleUp");
  const summary = `${pod.name}: ${message}${refusal ? `; ${refusal.message}` : ""}`;
  return { code: "unschedulable", class: refusal ? fatal : times.unschedulable, pod, summary, since };
}
function readinessCause(pod, said) {
  if (pod.runningSince === void 0) return void 0;
  const failure = said.findLast((event) => event.reason === "Unhealthy")?.message ?? "it runs and is not ready";
  return { code: "probe-failed", class: times.readiness, pod, summary: `${pod.name}: ${failure}` };
}
function createCause({ createFailure, newPods, terminating }) {
  if (createFailure === void 0 || newPods.length > 0) return [];
  const isPassing = terminating > 0 || /failed calling webhook|serviceaccount .* not found/i.test(createFailure);
  const common = { class: isPassing ? times.refusedForNow : times.refused, pod: void 0 };
  return [{ ...common, code: createCode(createFailure), summary: `No pod can be made: ${createFailure}` }];
}
function createCode(message) {
  if (/exceeded quota|failed quota|must specify (limits|requests)/i.test(message)) return "quota-exceeded";
  return /denied|violates PodSecurity|webhook|forbidden/i.test(message) ? "admission-denied" : "pod-refused";
}
function evictions({ endedPods, deployment }) {
  const allowed = Math.max(5, 2 * (deployment?.desired ?? 0));
  if (endedPods.length <= allowed) return [];
  const summary = `${endedPods.length} new pods have ended for good; the last: ${endedPods.at(-1)}`;
  return [{ code: "pods-evicted", class: fatal, pod: void 0, summary }];
}
function deadlineCause(deployment, causes) {
  const message = deployment.deadlineExceeded;
  if (message === void 0 || causes.some((cause) => cause.code === "unschedulable")) return void 0;
  const [first] = causes;
  if (first) return { ...first, class: fatal };
  return { code: "progress-deadline", class: fatal, pod: void 0, summary: message };
}

// actions/toolkit/rollout/judge.ts
function judge(observation, wanted, sightings) {
  const { deployment, newPods } = observation;
  const obstacle = workloadObstacle(deployment, wanted);
  if (obstacle || !deployment) {
    return { kind: "progressing", gate: "workload", seen: obstacle ?? "", causes: [] };
  }
  const causes = findCauses(observation);
  const seen = describePods(deployment, observation, causes);
  const cause = causes.find((one) => isSpent(one, observation.at, sightings)) ?? deadlineCause(deployment, causes);
  if (cause) return { kind: "failed", cause, causes, seen };
  if (isComplete(deployment, newPods, wanted)) return { kind: "done", seen };
  return { kind: "progressing", gate: "pods", seen, causes };
}
function causeKey({ code, pod, subject }) {
  return `${code} ${pod?.name ?? subject ?? ""}`;
}
function keepSightings(sightings, causes, now) {
  return new Map(causes.map((cause) => [causeKey(cause), sightings.get(causeKey(cause)) ?? now]));
}
function workloadObstacle(deployment, wanted) {
  if (!deployment) return "no Deployment yet";
  if (!deployment.isObserved) return "the Deployment has changed; its controller has not looked yet";
  if (deployment.digest === wanted) return void 0;
  return `the Deployment has ${deployment.digest ? shortDigest(deployment.digest) : "no digest"}, wanted ${shortDigest(wanted)}`;
}
function isComplete({ desired, total, updated, available }, pods, wanted) {
  const counts = desired > 0 && updated === desired && total === desired && available === desired;
  return counts && pods.length >= desired && pods.every((pod) => pod.isReady && pod.digest === wanted);
}
function describePods({ desired, total, updated }, { newPods, oldReady, createFailure, endedPods }, causes) {
  const ready = newPods.filter((pod) => pod.isReady).length;
  const reasons = newPods.flatMap((pod) => pod.waiting?.reason || []).filter((reason) => reason !== "ContainerCreating");
  const more = [
    ...new Set(reasons),
    ...new Set(
      causes.filter((cause) => cause.class.kind === "grace" || cause.pod?.unschedulable).map((cause) => cause.code)
    ),
    ...createFailure === void 0 ? [] : [`a pod was refused: ${createFailure.slice(0, 200)}`],
    ...endedPods.length > 0 ? [`${endedPods.length} evicted`] : []
  ];
  const old = total > updated || oldReady > 0 ? `, ${oldReady} old still ready` : "";
  return `${ready}/${desired} new pods ready${old}${more.length > 0 ? ` (${more.join(", ")})` : ""}`;
}
function isSpent(cause, now, sightings) {
  if (cause.class.kind === "fatal") return true;
  const since = Math.min(cause.since ?? now, sightings.get(causeKey(cause)) ?? now);
  return now - since >= cause.class.ms;
}

// actions/toolkit/rollout/services.ts
async function observeServices(cluster, namespace) {
  const kinds = "services,endpointslices.discovery.k8s.io";
  return readServices(listAt(await getJson(cluster, [kinds, "--namespace", namespace]), "items"));
}
function readServices(objects) {
  const slices = objects.filter((object) => textAt(object, "kind") === "EndpointSlice");
  return { services: renderedServices(objects), slices: slices.map(readSlice) };
}
function renderedServices(manifests) {
  return manifests.filter((manifest) => textAt(manifest, "kind") === "Service").map(readService);
}
function readService(service) {
  return {
    name: textAt(service, "metadata", "name"),
    uid: textAt(service, "metadata", "uid"),
    type: textAt(service, "spec", "type") || "ClusterIP",
    isHeadless: textAt(service, "spec", "clusterIP") === "None",
    selector: labelsAt(service, "spec", "selector"),
    ports: listAt(service, "spec", "ports").map(readPort),
    ipFamilies: listAt(service, "spec", "ipFamilies").filter((family) => typeof family === "string"),
    spec: at(service, "spec")
  };
}
function readPort(port) {
  const target = at(port, "targetPort");
  return {
    name: textAt(port, "name"),
    port: numberAt(port, "port"),
    protocol: textAt(port, "protocol") || "TCP",
    targetPort: (typeof target === "string" || typeof target === "number") && target ? target : numberAt(port, "port")
  };
}
function readSlice(slice) {
  const labels = labelsAt(slice, "metadata", "labels");
  const owner = listAt(slice, "metadata", "ownerReferences").find((one) => textAt(one, "kind") === "Service");
  return {
    name: textAt(slice, "metadata", "name"),
    service: labels["kubernetes.io/service-name"] ?? "",
    managedBy: labels["endpointslice.kubernetes.io/managed-by"] ?? "",
    ownerUid: textAt(owner, "uid"),
    addressType: textAt(slice, "addressType"),
    ports: listAt(slice, "ports").map((port) => ({
      name: textAt(port, "name"),
      protocol: textAt(port, "protocol") || "TCP",
      port: numberAt(port, "port") || void 0
    })),
    endpoints: listAt(slice, "endpoints").map(readEndpoint)
  };
}
function readEndpoint(endpoint) {
  const isPod = textAt(endpoint, "targetRef", "kind") === "Pod";
  return {
    podUid: isPod ? textAt(endpoint, "targetRef", "uid") : "",
    address: textAt(endpoint, "addresses", 0),
    // The API: "a nil value should be interpreted as true".
    isReady: at(endpoint, "conditions", "ready") !== false && at(endpoint, "conditions", "terminating") !== true
  };
}
function labelsAt(value, ...path) {
  const found = at(value, ...path);
  const entries = isRecord(found) ? Object.entries(found) : [];
  return Object.fromEntries(entries.filter((entry) => typeof entry[1] === "string"));
}

// actions/toolkit/rollout/observe.ts
import { isDeepStrictEqual as isDeepStrictEqual2 } from "node:util";

// actions/toolkit/rollout/pod-state.ts
function readPod(pod) {
  const container = own(listAt(pod, "status", "containerStatuses"));
  return {
    name: textAt(pod, "metadata", "name"),
    phase: textAt(pod, "status", "phase"),
    isReady: isReady(pod),
    digest: digestOf(at(pod, "spec")),
    restarts: numberAt(container, "restartCount"),
    runningSince: Date.parse(textAt(container, "state", "running", "startedAt")) || void 0,
    waiting: readWaiting(pod, container),
    lastExit: readExit(at(container, "state", "terminated") ?? at(container, "lastState", "terminated")),
    unschedulable: readUnschedulable(pod)
  };
}
function isReady(pod) {
  return textAt(condition2(pod, "Ready"), "status") === "True";
}
function digestOf(podSpec) {
  return parseImage(textAt(own(listAt(podSpec, "containers")), "image")).digest;
}
function readWaiting(pod, container) {
  const waitingOf = (one) => at(one, "state", "waiting");
  const inits = listAt(pod, "status", "initContainerStatuses").map(waitingOf);
  const held = inits.find((one) => isRecord(one) && textAt(one, "reason") !== "PodInitializing");
  const waiting = held ?? waitingOf(container);
  return isRecord(waiting) ? { reason: textAt(waiting, "reason"), message: textAt(waiting, "message") } : void 0;
}
function readExit(terminated) {
  if (!isRecord(terminated)) return void 0;
  const time = Date.parse(textAt(terminated, "finishedAt"));
  return { code: numberAt(terminated, "exitCode"), reason: textAt(terminated, "reason"), at: time || 0 };
}
function readUnschedulable(pod) {
  const scheduled = condition2(pod, "PodScheduled");
  if (textAt(scheduled, "reason") !== "Unschedulable" || textAt(scheduled, "status") !== "False") return void 0;
  const since = Date.parse(textAt(scheduled, "lastTransitionTime")) || void 0;
  return { message: textAt(scheduled, "message"), since };
}
function condition2(pod, type) {
  return listAt(pod, "status", "conditions").find((one) => textAt(one, "type") === type);
}
function own(containers) {
  return containers.find((container) => textAt(container, "name") === deploymentName) ?? containers[0];
}

// actions/toolkit/rollout/namespace-pod.ts
function readNamespacePod(pod, role) {
  const isDeleted2 = at(pod, "metadata", "deletionTimestamp") !== void 0;
  return {
    uid: textAt(pod, "metadata", "uid"),
    name: textAt(pod, "metadata", "name"),
    role,
    labels: labelsAt(pod, "metadata", "labels"),
    isServing: isReady(pod) && !isDeleted2,
    ports: serving(pod).flatMap(portsOf),
    ips: listAt(pod, "status", "podIPs").map((ip) => textAt(ip, "ip"))
  };
}
function serving(pod) {
  const sidecars = listAt(pod, "spec", "initContainers").filter((one) => textAt(one, "restartPolicy") === "Always");
  return [...listAt(pod, "spec", "containers"), ...sidecars];
}
function portsOf(container) {
  return listAt(container, "ports").map((port) => ({
    container: textAt(container, "name"),
    name: textAt(port, "name"),
    port: numberAt(port, "containerPort"),
    protocol: textAt(port, "protocol") || "TCP"
  }));
}

// actions/toolkit/rollout/observe.ts
async function observeRollout(cluster, namespace) {
  const kinds = "deployments.apps,replicasets.apps,pods";
  return readRollout(await getJson(cluster, [kinds, "--namespace", namespace]), Date.now());
}
function readRollout(list, now) {
  const items = listAt(list, "items");
  const ofKind = (kind2) => items.filter((item) => textAt(item, "kind") === kind2);
  const deployment = ofKind("Deployment").find((item) => textAt(item, "metadata", "name") === deploymentName);
  const sets = ofKind("ReplicaSet").filter((set) => isOwnedBy(set, deployment));
  const fresh = sets.find((set) => isDeepStrictEqual2(template(set), template(deployment)));
  const all = ofKind("Pod");
  const isOurs = (pod) => sets.some((set) => isOwnedBy(pod, set));
  const roleOf = (pod) => isOwnedBy(pod, fresh) ? "new" : isOurs(pod) ? "old" : "foreign";
  const ours = all.filter(isOurs);
  const pods = ours.filter((pod) => !isDeleted(pod) && !hasEnded(pod));
  return {
    at: now,
    deployment: deployment === void 0 ? void 0 : readDeployment(deployment),
    newPods: pods.filter((pod) => isOwnedBy(pod, fresh)).map(readPod),
    endedPods: ours.filter((pod) => isOwnedBy(pod, fresh) && hasEnded(pod)).map(endOf),
    namespacePods: all.filter((pod) => !hasEnded(pod)).map((pod) => readNamespacePod(pod, roleOf(pod))),
    oldReady: pods.filter((pod) => !isOwnedBy(pod, fresh) && isReady(pod)).length,
    terminating: ours.filter(isDeleted).length,
    createFailure: conditionMessage(fresh, "ReplicaFailure", "True"),
    events: []
  };
}
function readDeployment(deployment) {
  const status = (name) => numberAt(deployment, "status", name);
  const progressing = listAt(deployment, "status", "conditions").find((one) => textAt(one, "type") === "Progressing");
  const isExceeded = textAt(progressing, "reason") === "ProgressDeadlineExceeded";
  return {
    isObserved: status("observedGeneration") >= numberAt(deployment, "metadata", "generation"),
    desired: numberAt(deployment, "spec", "replicas"),
    total: status("replicas"),
    updated: status("updatedReplicas"),
    available: status("availableReplicas"),
    digest: digestOf(at(deployment, "spec", "template", "spec")),
    deadlineExceeded: isExceeded ? textAt(progressing, "message") : void 0
  };
}
function conditionMessage(object, type, status) {
  const found = listAt(object, "status", "conditions").find((one) => textAt(one, "type") === type);
  return textAt(found, "status") === status ? textAt(found, "message") : void 0;
}
function template(owner) {
  const copy = structuredClone(at(owner, "spec", "template"));
  const labels = at(copy, "metadata", "labels");
  if (isRecord(labels)) delete labels["pod-template-hash"];
  return copy;
}
function isOwnedBy(object, owner) {
  const uid = textAt(owner, "metadata", "uid");
  return listAt(object, "metadata", "ownerReferences").some((reference) => textAt(reference, "uid") === uid);
}
function isDeleted(pod) {
  return at(pod, "metadata", "deletionTimestamp") !== void 0;
}
function hasEnded(pod) {
  return ["Failed", "Succeeded"].includes(textAt(pod, "status", "phase"));
}
function endOf(pod) {
  const why = textAt(pod, "status", "reason") || textAt(pod, "status", "phase");
  return `${textAt(pod, "metadata", "name")}: ${why}: ${textAt(pod, "status", "message")}`;
}

// actions/toolkit/sync/find-target.ts
async function findTarget(repository, { commit, environment, engine }) {
  const manifests = engine === "none" ? [] : await readFolder(repository, commit, enginePath(environment, engine));
  return engines[engine].findTarget(environment, manifests);
}
async function readFolder(repository, commit, folder) {
  const names = await git(repository, "ls-tree", "-z", "--name-only", commit, "--", `${folder}/`);
  const files = names.split("\0").filter((name) => name.endsWith(".yaml"));
  if (files.length === 0)
    throw new ActionError("engine-objects-invalid", `There is no ${folder} at ${commit.slice(0, 12)}.`);
  const texts = await readFilesAt(repository, commit, files);
  return texts.flatMap((text) => parseManifests(text ?? ""));
}

// actions/toolkit/rollout/endpoint-faults.ts
import { isDeepStrictEqual as isDeepStrictEqual3 } from "node:util";
var controller = "endpointslice-controller.k8s.io";
function findEndpointFaults({ client, live, pods, verifiedSelector }) {
  const service = live.services.find(({ name }) => name === client.name);
  const port = service && findPort(service, client);
  if (!port) return [];
  const slices = live.slices.filter((slice) => slice.service === client.name);
  const own2 = slices.filter((slice) => slice.managedBy === controller && slice.ownerUid === service.uid);
  return [
    ...missingPods(service, port, own2, pods),
    ...unknownPods(service, own2, pods),
    ...foreignPods(service, own2, pods, verifiedSelector),
    ...foreignSlices(service, slices, own2)
  ];
}
function missingPods(service, port, own2, pods) {
  const families = service.ipFamilies.length > 0 ? service.ipFamilies : ["IPv4"];
  const serving2 = pods.filter((pod) => pod.role === "new" && pod.isServing);
  return families.flatMap((family) => {
    const slices = own2.filter((slice) => slice.addressType === family);
    return serving2.filter((pod) => !slices.some((slice) => leadsTo(slice, pod, port))).map((pod) => lag(service, `${pod.name} ${family}`, whyMissing(pod, family)));
  });
}
function leadsTo({ endpoints, ports }, pod, port) {
  const target = resolveTarget(port, pod);
  const hasPort = ports.some(
    (one) => one.name === port.name && one.protocol === port.protocol && (one.port === void 0 || one.port === target)
  );
  return hasPort && endpoints.some(({ podUid, isReady: isReady2 }) => podUid === pod.uid && isReady2);
}
function whyMissing({ name, ips }, family) {
  const hasAddress = ips.some((ip) => ip.includes(":") === (family === "IPv6"));
  return hasAddress ? `${name} is ready and not among its endpoints` : `${name} has no ${family} address`;
}
function unknownPods(service, own2, pods) {
  const known = new Set(pods.map(({ uid }) => uid));
  const unknown = readyEndpoints(own2).filter(({ podUid }) => !known.has(podUid));
  return unknown.map(
    ({ podUid, address }) => lag(service, podUid || address, `its endpoint ${address} is of a pod that is gone`)
  );
}
function foreignPods(service, own2, pods, verifiedSelector) {
  const listed = new Set(readyEndpoints(own2).map(({ podUid }) => podUid));
  const foreign = pods.filter((pod) => pod.role === "foreign" && pod.isServing && listed.has(pod.uid));
  const isChanged = verifiedSelector !== void 0 && !isDeepStrictEqual3(verifiedSelector, service.selector);
  const why = isChanged ? `; it selects ${formatLabels(service.selector)}; the last verified release selected ${formatLabels(verifiedSelector)}` : "";
  return foreign.map(({ name }) => ({
    code: isChanged ? "endpoints-elsewhere" : "endpoints-foreign",
    class: times.service,
    pod: void 0,
    subject: `${service.name} ${name}`,
    summary: `Service ${service.name}: it also leads to ${name}, which is not of this Deployment${why}.`
  }));
}
function foreignSlices(service, slices, own2) {
  const foreign = slices.filter((slice) => !own2.includes(slice) && readyEndpoints([slice]).length > 0);
  return foreign.map(({ name, managedBy }) => ({
    code: "endpoints-foreign",
    class: times.endpointsLag,
    pod: void 0,
    subject: `${service.name} ${name}`,
    summary: `Service ${service.name}: its EndpointSlice ${name} is not kept by ${controller} (managed by: ${managedBy || "none"}).`
  }));
}
function readyEndpoints(slices) {
  return slices.flatMap(({ endpoints }) => endpoints.filter(({ isReady: isReady2 }) => isReady2));
}
function lag({ name }, subject, what) {
  const summary = `Service ${name}: ${what}.`;
  return {
    code: "endpoints-incomplete",
    class: times.endpointsLag,
    pod: void 0,
    subject: `${name} ${subject}`,
    summary
  };
}

// actions/toolkit/rollout/judge-endpoints.ts
function findReachFaults(input) {
  const { clients, rendered, live, pods, verifiedSelectors } = input;
  const faults = clients.map((client) => {
    const service = findServiceFault({ client, rendered, live: live.services, pods });
    const verifiedSelector = verifiedSelectors?.get(client.name);
    return service ? [service] : findEndpointFaults({ client, live, pods, verifiedSelector });
  });
  return faults.flat();
}
function judgeEndpoints(causes, at2, sightings) {
  const [first] = causes;
  const allSpent = causes.filter((cause) => isSpent(cause, at2, sightings));
  const spent = allSpent.find(({ code }) => faultDomain(code) !== "nothing") ?? allSpent[0];
  if (spent) return { kind: "failed", code: spent.code, message: spent.summary };
  if (!first) return { kind: "passed" };
  const more = causes.length > 1 ? ` (and ${causes.length - 1} more)` : "";
  return { kind: "waiting", seen: `${first.summary}${more}` };
}
function describeReach({ clients, pods }) {
  const serving2 = pods.filter((pod) => pod.role === "new" && pod.isServing).length;
  const names = clients.map(({ name, port }) => `${name}:${port}`).join(", ");
  return `${names} lead to ${serving2 === 1 ? "the one pod" : `all ${serving2} pods`} on ${grpcPort}`;
}

export {
  getJson,
  lastLogLines,
  watch,
  portForward,
  observeHpa,
  judgeHpa,
  judgeBounds,
  resolveTarget,
  formatLabels,
  pullCode,
  isBare,
  judge,
  keepSightings,
  findReachFaults,
  judgeEndpoints,
  describeReach,
  observeServices,
  renderedServices,
  observeRollout,
  silentMs,
  downFault,
  engineNames,
  engines,
  findTarget
};
