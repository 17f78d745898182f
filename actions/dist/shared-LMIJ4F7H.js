import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  boundsOf,
  findHpa,
  formatBounds,
  isSameBounds
} from "./shared-XQPVSCLB.js";
import {
  parseManifests
} from "./shared-HIO2DHIT.js";
import {
  deploymentName,
  enginePath,
  overlayPath
} from "./shared-K76YDQZN.js";
import {
  parseImage
} from "./shared-TDZNGA7R.js";
import {
  findFile,
  git
} from "./shared-TTPPCNFG.js";
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
} from "./shared-B7HWJAJP.js";

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
  const missing2 = Object.entries(target).filter(([, word]) => word === "").map(([name]) => name);
  if (missing2.length === 0) return { kind, ...target };
  const folder = `kustomize/clusters/${environment}/argocd`;
  const what = application === void 0 ? "no Application" : `an Application without ${missing2.join(", ")}`;
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
  const fault = findFault(application, operation);
  return { revision, isApplied, seen: describe(sync, revision, operation, fault), fault, looksEveryMs };
}
function noApplication({ name, namespace }) {
  const message = `The cluster has no Application ${name} in namespace ${namespace}: apply kustomize/clusters/<environment>/argocd once.`;
  const fault = { code: "engine-objects-invalid", message, revision: void 0, since: void 0 };
  return { revision: void 0, isApplied: false, seen: `no Application ${name}`, fault, looksEveryMs: void 0 };
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
  return conditionFault(application) ?? pauseOf(application, operation) ?? silenceOf(application);
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
function latest(...times) {
  const known = times.flatMap((time) => parseTime(time) ?? []);
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
function describe(sync, revision, operation, fault) {
  const where = revision ? ` at ${revision.slice(0, 12)}` : "";
  const running = operation.phase === "Running" ? `, syncing${operation.message ? `: ${operation.message}` : ""}` : "";
  return `${sync}${where}${running}${fault ? `, ${fault.code}: ${firstLine(fault.message)}` : ""}`;
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
  const fault = sourceFault(repository) ?? kustomizationFault(kustomization) ?? silent;
  const seen = describe2(revision, isApplied, kustomization, fault);
  return { revision, isApplied, seen, fault, looksEveryMs: parseDuration(textAt(repository, "spec", "interval")) };
}
function missing(kind2, { name, namespace }) {
  const message = `The cluster has no ${kind2} ${name} in namespace ${namespace}: apply kustomize/clusters/<environment>/flux once.`;
  const fault = { code: "engine-objects-invalid", message, revision: void 0, since: void 0 };
  return { revision: void 0, isApplied: false, seen: `no ${kind2} ${name}`, fault, looksEveryMs: void 0 };
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
function describe2(revision, isApplied, kustomization, fault) {
  const source = revision ? `source at ${revision.slice(0, 12)}` : "no source yet";
  if (fault) return `${source}, ${fault.code}: ${firstLine(fault.message)}`;
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
  const fault = wanted === void 0 ? void 0 : boundsFault(hpa, wanted, pods);
  if (fault === void 0) return { kind: "passed", seen: hpa.kind === "hpa" ? describe3(hpa) : "no autoscaler" };
  if (waitedFor < boundsGraceMs) return { kind: "waiting", seen: fault };
  return { kind: "failed", code: "hpa-bounds", message: `For two minutes: ${fault}` };
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

// actions/toolkit/rollout/observe.ts
import { isDeepStrictEqual } from "node:util";

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
  const fresh = sets.find((set) => isDeepStrictEqual(template(set), template(deployment)));
  const ours = ofKind("Pod").filter((pod) => sets.some((set) => isOwnedBy(pod, set)));
  const pods = ours.filter((pod) => !isDeleted(pod) && !hasEnded(pod));
  return {
    at: now,
    deployment: deployment === void 0 ? void 0 : readDeployment(deployment),
    newPods: pods.filter((pod) => isOwnedBy(pod, fresh)).map(readPod),
    endedPods: ours.filter((pod) => isOwnedBy(pod, fresh) && hasEnded(pod)).map(endOf),
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
  const texts = await Promise.all(files.map((file) => findFile(repository, commit, file)));
  return texts.flatMap((text) => parseManifests(text ?? ""));
}

export {
  getJson,
  lastLogLines,
  watch,
  portForward,
  observeHpa,
  judgeHpa,
  judgeBounds,
  observeRollout,
  silentMs,
  downFault,
  engineNames,
  engines,
  findTarget
};
