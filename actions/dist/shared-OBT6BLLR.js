import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  exec,
  getInput,
  info,
  setFailed,
  setOutput,
  setSecret,
  warning
} from "./shared-HYNQOX6L.js";

// actions/toolkit/errors.ts
var errorRegistry = {
  "input-invalid": { kind: "configuration", next: "Mend the inputs named above in the workflow step." },
  "tool-missing": { kind: "configuration", next: "Install the tool, or run the setup action before this step." },
  "commit-unknown": {
    kind: "configuration",
    next: "Check that the commit was pushed and that the checkout can fetch."
  },
  "image-inputs-empty": { kind: "configuration", next: "Correct `inputs`: its pathspecs must match the Dockerfile." },
  "release-file-invalid": {
    kind: "configuration",
    next: "Restore the release file from an earlier commit; only the actions should write it."
  },
  "hold-invalid": {
    kind: "configuration",
    next: "Mend or delete `kustomize/overlays/<environment>/release/hold.json` on the branch."
  },
  "render-failed": { kind: "configuration", next: "Run the quoted kustomize command and mend the overlay on main." },
  "render-changed": {
    kind: "configuration",
    next: "Check that the overlay lists release last in `components` and that nothing copies the image elsewhere."
  },
  "engine-objects-invalid": {
    kind: "configuration",
    next: "Mend `kustomize/clusters/<environment>/<engine>` in Git, or apply it once where the cluster lacks it."
  },
  "engine-paused": {
    kind: "configuration",
    next: "Resume the object named above, then run the job again; the release is in Git and is not lost."
  },
  "engine-down": {
    kind: "operation",
    next: "Check that the controllers of the engine run and that its webhook or receiver is set up, then run the job again."
  },
  "source-failed": {
    kind: "operation",
    next: "Check the credentials of the engine for the repository, and that it reaches the Git host."
  },
  "digest-mismatch": {
    kind: "configuration",
    next: "Pass the digest and the revision of one and the same bump to this step."
  },
  "bump-diverged": {
    kind: "configuration",
    next: "Release a commit of the branch: the recorded source and this one have no order."
  },
  "bump-digest-conflict": {
    kind: "configuration",
    next: "If the image was rebuilt on purpose, run again with `rebuild: true`."
  },
  "bump-denied": {
    kind: "configuration",
    next: "Give the job `contents: write`; on a protected branch pass `token` of a GitHub App on its bypass list, or set `strategy: pull-request`."
  },
  "branch-name-conflict": {
    kind: "configuration",
    next: "Rename or delete the branch named above, then run the job again: Git cannot hold both names."
  },
  "git-unavailable": {
    kind: "operation",
    next: "Check that the Git server answers (GitHub's: githubstatus.com), then run the job again."
  },
  "bump-contended": { kind: "operation", next: "Run the job again; other writers won every attempt." },
  "scale-refused": {
    kind: "configuration",
    next: "Ask for bounds that the arithmetic above allows, or change the overlay first."
  },
  "digest-unattested": {
    kind: "configuration",
    next: "Build with `attest: true` in this repository, then release the digest that it gives."
  },
  "rollback-unverified": {
    kind: "configuration",
    next: "Name a release of the ledger (`git ls-tree -r --name-only origin/ledger`), or run again with `allow-unverified: true`."
  },
  "rollback-held": {
    kind: "configuration",
    next: "Choose another target, or run again with `release-hold: all`."
  },
  "rollback-no-target": {
    kind: "operation",
    next: "Mend the release by another merge; there is nothing verified to go back to."
  },
  "rollback-repeated": {
    kind: "operation",
    next: "Look at both releases, then run the workflow rollback with the target that you choose."
  },
  "image-missing": {
    kind: "operation",
    next: "Choose another entry of the ledger: the image of this one was deleted from the registry."
  },
  "revert-conflict": {
    kind: "operation",
    next: "Revert the commits named above by hand, in a pull request."
  },
  "github-forbidden": {
    kind: "configuration",
    next: "Give the token the permission that the request above needs (`permissions` of the job, or of the GitHub App)."
  },
  "github-failed": {
    kind: "operation",
    next: "Look at the answer above and at githubstatus.com, then run the job again."
  },
  "registry-unauthorized": {
    kind: "configuration",
    next: "Check registry-username and registry-password, and that they may write to this repository."
  },
  "registry-failed": { kind: "operation", next: "Check that the registry answers, then run the job again." },
  "build-failed": { kind: "operation", next: "Mend the failing step; `docker buildx build` shows the same locally." },
  "push-rejected": { kind: "operation", next: "Read what the registry said above, then run the job again." },
  "readback-mismatch": {
    kind: "operation",
    next: "Find out who else pushes to this repository: only this action should, and it moves no tag."
  },
  "attestation-unavailable": {
    kind: "configuration",
    next: "Give the job `attestations: read` to ask for one, `attestations: write` and `id-token: write` to make one; or turn attestations off."
  },
  "attestation-missing": {
    kind: "configuration",
    next: "Delete this version of the package, so that it is built anew and attested."
  },
  "attestation-failed": {
    kind: "operation",
    next: "Run the job again; https://www.githubstatus.com tells whether GitHub or Sigstore is down."
  },
  "digest-empty": { kind: "operation", next: "Use a builder that can push (docker-container or remote driver)." },
  "id-token-unavailable": {
    kind: "configuration",
    next: "Give the job `id-token: write`; a pull request from a fork never has it."
  },
  "cluster-login-failed": {
    kind: "configuration",
    next: "Check that the cloud trusts this repository and environment, and what the role may do."
  },
  "cluster-forbidden": {
    kind: "configuration",
    next: "Apply `kustomize/clusters/<environment>/rbac`, and the folder of the engine beside it, to the cluster again: the rights in them grow."
  },
  "cluster-unreachable": { kind: "operation", next: "Check the kubeconfig and that the API server answers." },
  "sync-failed": { kind: "operation", next: "Mend what the engine could not apply; the message above names it." },
  "manifest-error": { kind: "operation", next: "Mend what the engine could not render; the message above names it." },
  "image-not-found": {
    kind: "operation",
    next: "Check that the digest exists in the repository that the release file names."
  },
  "image-unauthorized": { kind: "operation", next: "Check the pull secret of the namespace." },
  "image-pull-failed": { kind: "operation", next: "Check that the nodes reach the registry." },
  "image-invalid": {
    kind: "configuration",
    next: "Correct the name of the image in the release file; run the bump again."
  },
  "config-error": {
    kind: "configuration",
    next: "Create the Secret, ConfigMap or key named above in the namespace, or mend its name in the overlay."
  },
  "start-failed": {
    kind: "operation",
    next: "Mend the command, or the mounts, of the container; the message above says why."
  },
  "oom-killed": {
    kind: "operation",
    next: "Raise the memory limit in the overlay, or find what the new image holds more than the last."
  },
  "probe-failed": {
    kind: "operation",
    next: "Read the last log lines above; the service runs and does not become ready."
  },
  unschedulable: { kind: "operation", next: "Add nodes, or lower the requests in the overlay." },
  "quota-exceeded": {
    kind: "configuration",
    next: "Raise the ResourceQuota of the namespace, or lower the requests; a rollout needs room for one more pod."
  },
  "admission-denied": { kind: "configuration", next: "Mend the overlay as the policy named above demands." },
  "pod-refused": {
    kind: "operation",
    next: "Mend what the message above names; `kubectl describe replicasets` has all of it."
  },
  "pods-evicted": {
    kind: "operation",
    next: "Check what the pods use against their requests, and the nodes for pressure."
  },
  "progress-deadline": {
    kind: "operation",
    next: "Look at the pods below; the Deployment has made no progress for its deadline."
  },
  "hpa-unable": { kind: "configuration", next: "Mend the autoscaler; `kubectl describe hpa` has its conditions." },
  "hpa-no-metrics": { kind: "operation", next: "Check that the metrics server runs: `kubectl top pods` must work." },
  "hpa-bounds": {
    kind: "operation",
    next: "Find out what else writes to the autoscaler or the Deployment; `kubectl get hpa --show-managed-fields -o yaml` names it."
  },
  "service-missing": {
    kind: "configuration",
    next: "Restore the Service in Git: every client that dials its name fails until then."
  },
  "service-port-changed": {
    kind: "configuration",
    next: "Restore the port in Git, or add the new one beside it: every client that dials the old one fails until then."
  },
  "service-immutable": {
    kind: "configuration",
    next: "Restore the field in Git; to change it for good, make a Service of another name and move the clients."
  },
  "service-differs": {
    kind: "operation",
    next: "Find out what else writes to the Service; `kubectl get service --show-managed-fields -o yaml` names it."
  },
  "endpoints-missing": {
    kind: "configuration",
    next: "Correct the selector of the Service in Git: it must match the labels of the pods."
  },
  "endpoints-elsewhere": {
    kind: "configuration",
    next: "Correct the selector of the Service in Git: clients reach pods that are not of this release."
  },
  "endpoints-port-missing": {
    kind: "configuration",
    next: "Correct `targetPort` of the Service in Git, or name the port of the container as it says."
  },
  "endpoints-wrong-port": {
    kind: "configuration",
    next: "Correct `targetPort` of the Service in Git: it must lead to the port on which the pods answer."
  },
  "endpoints-foreign": {
    kind: "operation",
    next: "Find out what the pod or EndpointSlice named above is for, and take the labels that the Service selects off it."
  },
  "endpoints-incomplete": {
    kind: "operation",
    next: "Check that kube-controller-manager runs and is not overloaded: it keeps the EndpointSlices."
  },
  "not-serving": {
    kind: "operation",
    next: "Read the log of the pod named above: it runs and says that it does not serve."
  },
  "canary-deaf": {
    kind: "operation",
    next: "Check the model in the image: speech that every release has heard is not heard."
  },
  "canary-restless": { kind: "operation", next: "Check the model in the image: silence is taken for a voice." },
  "canary-failed": {
    kind: "operation",
    next: "Read the log of the pod named above: it fails calls that every client makes."
  },
  "crash-loop": { kind: "operation", next: "Read the last log lines above; `kubectl logs --previous` has more." },
  "ledger-failed": {
    kind: "operation",
    next: "Check that the job may push to the branch `ledger` (`contents: write`)."
  },
  drift: {
    kind: "operation",
    next: "Read the table in the summary or in the issue: each line says what is off and what to do about it."
  },
  timeout: { kind: "operation", next: "Look at the gate named above; give it more time only if it was still moving." },
  cancelled: { kind: "operation", next: "Run the job again when it should go on." },
  "command-failed": { kind: "operation", next: "Run the quoted command to see its whole output." },
  unexpected: { kind: "operation", next: "This is a defect of the action: report it with the stack in the log." }
};
var ActionError = class extends Error {
  name = "ActionError";
  code;
  constructor(code, message, options) {
    super(message, options);
    this.code = code;
  }
  get kind() {
    return errorRegistry[this.code].kind;
  }
  get next() {
    return errorRegistry[this.code].next;
  }
};
function asActionError(thrown) {
  if (thrown instanceof ActionError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new ActionError("unexpected", message, { cause: thrown });
}
function describeError(error) {
  return `${error.message}
[${error.code}] ${error.next} (docs/errors.md)`;
}

// actions/toolkit/report.ts
import { appendFile } from "node:fs/promises";
var summaryLimit = 512 * 1024;
async function publish(result) {
  for (const [name, value] of Object.entries(result.outputs)) setOutput(name, value);
  setOutput("report-json", JSON.stringify(result.report));
  await writeSummary(result.summary);
}
async function writeSummary(markdown) {
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (file) await appendFile(file, `${cut(markdown, summaryLimit)}
`);
}
function failureSummary(title, error) {
  return paragraphs(`### \u274C ${title}: ${error.code}`, explainError(error));
}
function explainError(error) {
  return paragraphs(fenced(error.message), `**Next:** ${error.next}`);
}
function paragraphs(...parts) {
  return parts.filter((part) => part !== "").join("\n\n");
}
function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
function fenced(text, language = "text") {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run2) => run2.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}
${text}
${fence}`;
}
function cut(text, limit) {
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length <= limit) return text;
  const note = "\n\n\u2026 cut: the rest is in the log.";
  return bytes.subarray(0, limit - Buffer.byteLength(note)).toString("utf8").replace(/\uFFFD+$/, "") + note;
}
function say(line) {
  info(line);
}
function warn(message) {
  warning(message);
}

// actions/toolkit/run.ts
var graceMs = 3e3;
var keepAliveMs = 6e4;
async function run(title, action) {
  const controller = new AbortController();
  endOnSignals(controller);
  process.on("unhandledRejection", (thrown) => failAtOnce(thrown));
  setInterval(() => void 0, keepAliveMs);
  try {
    const result = await action(controller.signal);
    await publish(result);
    if (result.failure) fail(result.failure);
  } catch (thrown) {
    const error = asActionError(controller.signal.aborted ? controller.signal.reason : thrown);
    await writeSummary(failureSummary(title, error));
    setOutput("failure-reason", error.code);
    fail(error);
  }
  process.exit(process.exitCode ?? 0);
}
function fail(error) {
  if (error.code === "unexpected") info(stackOf(error.cause ?? error));
  setFailed(describeError(error));
}
function failAtOnce(thrown) {
  fail(asActionError(thrown));
  process.exit(1);
}
function stackOf(thrown) {
  return thrown instanceof Error ? thrown.stack ?? thrown.message : String(thrown);
}
function endOnSignals(controller) {
  for (const name of ["SIGINT", "SIGTERM"]) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(1);
      controller.abort(new ActionError("cancelled", `Ended by ${name}.`));
      setTimeout(() => failAtOnce(controller.signal.reason), graceMs).unref();
    });
  }
}

// actions/toolkit/poll.ts
import { setTimeout as delay } from "node:timers/promises";
async function sleep(ms, signal) {
  signal.throwIfAborted();
  await delay(ms, void 0, { signal }).catch(() => signal.throwIfAborted());
}
function backoffMs(attempt, { firstMs, factor, capMs }, random = Math.random) {
  const full = Math.min(capMs, firstMs * factor ** (attempt - 1));
  return Math.round(full / 2 + full / 2 * random());
}
function parseDuration(text) {
  if (!/^(\d+(ms|d|h|m|s))+$/.test(text)) return void 0;
  const units = { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5 };
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|d|h|m|s)/g)) total += Number(count) * (units[unit ?? ""] ?? 0);
  return total > 0 ? total : void 0;
}
function formatDuration(ms) {
  const seconds = Math.round(ms / 1e3);
  if (seconds < 60) return `${seconds}s`;
  return `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, "0")}s`;
}

// actions/toolkit/input.ts
var InputReader = class {
  #faults = [];
  #source;
  constructor(source = (name) => getInput(name)) {
    this.#source = source;
  }
  /** A text; '' where it was not given. */
  optional(name) {
    return this.#source(name).trim();
  }
  /** A text that must be given, or else `fallback`. */
  required(name, fallback = "") {
    const value = this.optional(name) || fallback;
    if (value === "") this.fault(name, "is required");
    return value;
  }
  /** A text that must be given and pass `test`. */
  matching(name, test, expected, fallback = "") {
    const value = this.required(name, fallback);
    if (value !== "" && !test(value)) this.fault(name, `must be ${expected}, not '${value}'`);
    return value;
  }
  /** One of some words; the first is the default. */
  oneOf(name, words) {
    const value = this.optional(name) || words[0];
    const word = words.find((candidate) => candidate === value);
    if (word === void 0) this.fault(name, `must be ${words.join(" or ")}, not '${value}'`);
    return word ?? words[0];
  }
  /** `true` or `false`, nothing else. */
  flag(name) {
    return this.oneOf(name, ["false", "true"]) === "true";
  }
  /** A whole number from 1 to `most`. */
  count(name, fallback, most) {
    const text = this.optional(name) || String(fallback);
    const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
    if (value < 1 || value > most) this.fault(name, `must be a whole number from 1 to ${most}, not '${text}'`);
    return value;
  }
  /** Lines that are not empty. */
  lines(name) {
    return this.#source(name).split("\n").map((line) => line.trim()).filter((line) => line !== "");
  }
  /** Lines of the form NAME=VALUE. */
  pairs(name) {
    const lines = this.lines(name);
    for (const line of lines) if (!/^[^=\s]+=/.test(line)) this.fault(name, `has a line without NAME=: '${line}'`);
    return lines;
  }
  /** Words between commas, spaces or lines. */
  words(name) {
    return this.#source(name).split(/[\s,]+/).filter((word) => word !== "");
  }
  /** A duration such as 10m, in milliseconds. */
  duration(name, fallback) {
    const text = this.optional(name) || fallback;
    const ms = parseDuration(text);
    if (ms === void 0) this.fault(name, `must be a duration such as 90s or 10m, not '${text}'`);
    return ms ?? 0;
  }
  fault(name, what) {
    this.#faults.push(`${name} ${what}`);
  }
  /** Throws `input-invalid` with every fault, if there is one. */
  done() {
    if (this.#faults.length === 0) return;
    throw new ActionError("input-invalid", `Invalid inputs:
${this.#faults.map((fault) => `- ${fault}`).join("\n")}`);
  }
};
function isEnvironment(text) {
  return /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(text);
}
function isBranch(text) {
  return /^\w[\w./-]*$/.test(text) && !text.includes("..");
}
function isCommit(text) {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}
function isTag(text) {
  return /^\w[\w.-]{0,127}$/.test(text);
}
function mask(secret) {
  if (secret !== "") setSecret(secret);
}

// actions/toolkit/exec.ts
import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { createInterface } from "node:readline";
async function execute(command) {
  const { file, args, cwd, signal, stdin, onLine } = command;
  signal?.throwIfAborted();
  if (!isOnPath(file)) throw new ActionError("tool-missing", `${file} is not on PATH.`);
  const stdout = [];
  const stderr = [];
  const ended = exec(`"${file}"`, [...args], {
    ...cwd === void 0 ? {} : { cwd },
    env: childEnvironment(command.env),
    silent: true,
    ...stdin === void 0 ? {} : { input: Buffer.from(stdin) },
    ignoreReturnCode: true,
    listeners: {
      stdout: (chunk) => void stdout.push(chunk),
      stderr: (chunk) => void stderr.push(chunk),
      ...onLine ? { errline: onLine } : {}
    }
  });
  const code = await unlessAborted(ended, signal);
  return { code: code ?? 128, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString("utf8") };
}
async function succeed(command) {
  const outcome = await execute(command);
  if (outcome.code !== 0) throw commandFailed(command, outcome);
  return outcome.stdout.toString("utf8");
}
function start(command) {
  const child = launch(command);
  const errors = collectErrors(child, command.onLine);
  const lines = child.stdout ? createInterface({ input: child.stdout }) : void 0;
  child.on("error", () => {
    child.stdout?.destroy();
    lines?.close();
  });
  return { lines: lines ?? noLines(), errors, stop: () => void child.kill("SIGTERM") };
}
async function* noLines() {
}
function commandFailed(command, outcome) {
  const said = tail(outcome.stderr, 20) || "(nothing on stderr)";
  return new ActionError("command-failed", `${quote(command)} ended with exit code ${outcome.code}:
${said}`);
}
function quote(command) {
  return [command.file, ...command.args].map((word) => /^[\w@%+=:,./{}-]+$/.test(word) ? word : `'${word}'`).join(" ");
}
function tail(text, count) {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  return lines.slice(-count).join("\n");
}
function isOnPath(file, path = process.env.PATH ?? "") {
  return (isAbsolute(file) ? "/" : path).split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, file), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
function launch({ file, args, cwd, env, signal }) {
  return spawn(file, args, {
    ...cwd === void 0 ? {} : { cwd },
    ...signal === void 0 ? {} : { signal },
    env: childEnvironment(env),
    stdio: ["ignore", "pipe", "pipe"]
  });
}
function childEnvironment(added) {
  const all = Object.entries({ ...process.env, ...added });
  const given = all.filter((entry) => entry[1] !== void 0);
  return Object.fromEntries(given.filter(([name]) => !name.startsWith("INPUT_")));
}
function collectErrors(child, onLine) {
  const chunks = [];
  child.stderr?.on("data", (chunk) => chunks.push(chunk));
  if (child.stderr && onLine) createInterface({ input: child.stderr }).on("line", onLine);
  return () => Buffer.concat(chunks).toString("utf8");
}
async function unlessAborted(work, signal) {
  if (!signal) return await work;
  const { promise, reject } = Promise.withResolvers();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

export {
  errorRegistry,
  ActionError,
  asActionError,
  describeError,
  sleep,
  backoffMs,
  parseDuration,
  formatDuration,
  explainError,
  paragraphs,
  table,
  fenced,
  say,
  warn,
  run,
  execute,
  succeed,
  start,
  commandFailed,
  quote,
  tail,
  isOnPath,
  InputReader,
  isEnvironment,
  isBranch,
  isCommit,
  isTag,
  mask
};
