import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  require_dist
} from "./shared-LRQBTTZK.js";
import {
  textAt
} from "./shared-KV5TVEEZ.js";
import {
  ActionError,
  InputReader,
  asActionError,
  mask,
  run,
  say,
  succeed
} from "./shared-OBT6BLLR.js";
import "./shared-HYNQOX6L.js";
import {
  __toESM
} from "./shared-DIOXHLEM.js";

// actions/cluster-login/cluster-login.ts
import { chmod, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as join4 } from "node:path";

// actions/cluster-login/access.ts
function kubeconfig({ server, ca, user }) {
  const name = "vad-gitops";
  return JSON.stringify(
    {
      apiVersion: "v1",
      kind: "Config",
      "current-context": name,
      contexts: [{ name, context: { cluster: name, user: name } }],
      clusters: [{ name, cluster: { server, "certificate-authority-data": ca } }],
      users: [{ name, user }]
    },
    null,
    2
  );
}

// actions/cluster-login/aks.ts
var import_yaml = __toESM(require_dist(), 1);
import { readFile } from "node:fs/promises";
import { join as join2 } from "node:path";

// actions/cluster-login/cloud.ts
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
async function cloud(job, file, args, env) {
  try {
    return await succeed({ file, args, env, signal: job.signal });
  } catch (thrown) {
    const error = asActionError(thrown);
    if (error.code !== "command-failed") throw thrown;
    throw new ActionError("cluster-login-failed", error.message, { cause: error });
  }
}
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}
function need(answer, what, ...path) {
  const found = textAt(answer, ...path);
  if (found) return found;
  throw new ActionError("cluster-login-failed", `The answer about ${what} lacks ${path.join(".")}.`);
}
async function secretFile(job, name, text) {
  const file = join(job.folder, name);
  await writeFile(file, text, { mode: 384 });
  return file;
}

// actions/cluster-login/id-token.ts
import { setTimeout as sleep } from "node:timers/promises";
function tokenSource(env, audience2) {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: base, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = env;
  if (!base || !bearer) {
    throw new ActionError(
      "id-token-unavailable",
      "GitHub offers this job no id token: ACTIONS_ID_TOKEN_REQUEST_URL is not set."
    );
  }
  const url = new URL(base);
  url.searchParams.set("audience", audience2);
  return { url: url.href, bearer };
}
var attempts = 3;
async function requestIdToken({ url, bearer }, signal) {
  let said = "";
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const answer = await ask(url, bearer, signal);
    if ("token" in answer) return answer.token;
    said = answer.said;
    if (answer.final) break;
    if (attempt < attempts) await sleep(500 * attempt * (1 + Math.random()), void 0, { signal });
  }
  throw new ActionError("id-token-unavailable", `GitHub gave no id token: ${said}`);
}
async function ask(url, bearer, signal) {
  try {
    const limit = AbortSignal.timeout(1e4);
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${bearer}`, accept: "application/json" },
      signal: signal ? AbortSignal.any([signal, limit]) : limit
    });
    if (!response.ok) return { said: `HTTP status ${response.status}`, final: response.status < 500 };
    const token = textAt(await response.json(), "value");
    return token ? { token } : { said: "an answer without a token", final: true };
  } catch (error) {
    signal?.throwIfAborted();
    return { said: error instanceof Error ? error.message : String(error), final: false };
  }
}

// actions/cluster-login/aks.ts
var aksServer = "6dae42f8-4368-4678-94ff-3960e28e3630";
async function aksAccess(settings, job) {
  const { cluster, subscription, tenant, client } = settings;
  const token = await requestIdToken(tokenSource(job.env, "api://AzureADTokenExchange"), job.signal);
  job.mask(token);
  const idToken = await secretFile(job, "id-token", token);
  const env = { AZURE_CONFIG_DIR: join2(job.folder, "azure"), AZURE_CORE_COLLECT_TELEMETRY: "no" };
  const az = (...args) => cloud(job, "az", args, env);
  const who = ["--service-principal", "--username", client, "--tenant", tenant, "--federated-token", `@${idToken}`];
  await az("login", ...who, "--allow-no-subscriptions", "--output", "none");
  const file = join2(job.folder, "aks.yaml");
  const which = ["--name", cluster, "--resource-group", settings["resource-group"], "--subscription", subscription];
  await az("aks", "get-credentials", ...which, "--format", "exec", "--file", file, "--overwrite-existing");
  const given = (0, import_yaml.parse)(await readFile(file, "utf8"));
  const answer = parsed(await az("account", "get-access-token", "--resource", aksServer, "--output", "json"));
  const access = need(answer, "the login", "accessToken");
  job.mask(access);
  return {
    server: need(given, "the cluster", "clusters", 0, "cluster", "server"),
    ca: need(given, "the cluster", "clusters", 0, "cluster", "certificate-authority-data"),
    user: { token: access }
  };
}

// actions/cluster-login/eks.ts
async function eksAccess({ cluster, region, role }, job) {
  const token = await requestIdToken(tokenSource(job.env, "sts.amazonaws.com"), job.signal);
  job.mask(token);
  const identity = {
    AWS_ROLE_ARN: role,
    AWS_WEB_IDENTITY_TOKEN_FILE: await secretFile(job, "id-token", token),
    AWS_ROLE_SESSION_NAME: `vad-gitops-${job.env.GITHUB_RUN_ID ?? "run"}`,
    // Keys or a profile of the runner would win over the role.
    ...noKeys
  };
  const exported = parsed(
    await cloud(job, "aws", ["configure", "export-credentials", "--format", "process"], identity)
  );
  const keys = {
    AWS_ACCESS_KEY_ID: need(exported, "the role", "AccessKeyId"),
    AWS_SECRET_ACCESS_KEY: need(exported, "the role", "SecretAccessKey"),
    AWS_SESSION_TOKEN: need(exported, "the role", "SessionToken")
  };
  for (const secret of Object.values(keys)) job.mask(secret);
  const words = ["--region", region, "--output", "json"];
  const described = parsed(await cloud(job, "aws", ["eks", "describe-cluster", "--name", cluster, ...words], keys));
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: "aws",
    args: ["eks", "get-token", "--cluster-name", cluster, ...words],
    env: Object.entries(keys).map(([name, value]) => ({ name, value })),
    interactiveMode: "Never"
  };
  return {
    server: need(described, "the cluster", "cluster", "endpoint"),
    ca: need(described, "the cluster", "cluster", "certificateAuthority", "data"),
    user: { exec }
  };
}
var noKeys = {
  AWS_ACCESS_KEY_ID: void 0,
  AWS_SECRET_ACCESS_KEY: void 0,
  AWS_SESSION_TOKEN: void 0,
  AWS_PROFILE: void 0
};

// actions/cluster-login/gke.ts
import { join as join3 } from "node:path";
async function gkeAccess(settings, job) {
  const { cluster, location, project } = settings;
  const file = await secretFile(job, "google.json", JSON.stringify(credential(settings, job)));
  const env = { CLOUDSDK_CONFIG: join3(job.folder, "gcloud"), CLOUDSDK_CORE_DISABLE_PROMPTS: "1" };
  await cloud(job, "gcloud", ["auth", "login", `--cred-file=${file}`, "--quiet"], env);
  const place = [`--location=${location}`, `--project=${project}`, "--format=json"];
  const described = parsed(await cloud(job, "gcloud", ["container", "clusters", "describe", cluster, ...place], env));
  const token = (await cloud(job, "gcloud", ["auth", "print-access-token"], env)).trim();
  job.mask(token);
  return {
    server: `https://${need(described, "the cluster", "endpoint")}`,
    ca: need(described, "the cluster", "masterAuth", "clusterCaCertificate"),
    user: { token }
  };
}
function credential({ provider, "service-account": account }, job) {
  const { url, bearer } = tokenSource(job.env, `https://iam.googleapis.com/${provider}`);
  return {
    type: "external_account",
    audience: `//iam.googleapis.com/${provider}`,
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    token_url: "https://sts.googleapis.com/v1/token",
    service_account_impersonation_url: `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${account}:generateAccessToken`,
    credential_source: {
      url,
      headers: { Authorization: `Bearer ${bearer}` },
      format: { type: "json", subject_token_field_name: "value" }
    }
  };
}

// actions/cluster-login/oidc.ts
async function oidcAccess({ server, ca, audience: audience2 }, job, self) {
  job.mask(await requestIdToken(tokenSource(job.env, audience2), job.signal));
  const [command, ...args] = self;
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1",
    command,
    args: [...args, "credential", audience2],
    interactiveMode: "Never"
  };
  return { server, ca, user: { exec } };
}
async function execCredential(env, audience2) {
  const token = await requestIdToken(tokenSource(env, audience2));
  return JSON.stringify({
    apiVersion: "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    status: { token, ...expiry(token) }
  });
}
function expiry(token) {
  try {
    const { exp } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    return typeof exp === "number" ? { expirationTimestamp: new Date(exp * 1e3).toISOString() } : {};
  } catch {
    return {};
  }
}

// actions/cluster-login/cluster-login.ts
async function clusterLogin(settings, job, self) {
  const access = await accessTo(settings, job, self);
  const file = await secretFile(job, "kubeconfig", kubeconfig(access));
  say(`Logged in to ${access.server} by ${settings.kind}.`);
  return {
    outputs: { kubeconfig: file, kind: settings.kind },
    report: { kind: settings.kind, server: access.server },
    summary: ""
  };
}
async function secretFolder(env) {
  const folder = await mkdtemp(join4(env.RUNNER_TEMP ?? tmpdir(), "cluster-login-"));
  await chmod(folder, 448);
  return folder;
}
function accessTo(settings, job, self) {
  switch (settings.kind) {
    case "oidc":
      return oidcAccess(settings, job, self);
    case "eks":
      return eksAccess(settings, job);
    case "gke":
      return gkeAccess(settings, job);
    case "aks":
      return aksAccess(settings, job);
  }
}

// actions/cluster-login/settings.ts
var fields = {
  oidc: ["server", "ca", "audience"],
  eks: ["cluster", "region", "role"],
  gke: ["cluster", "location", "project", "provider", "service-account"],
  aks: ["cluster", "resource-group", "subscription", "tenant", "client"]
};
var form = {
  server: /^https:\/\/[^\s/]+(\/\S*)?$/,
  ca: /^[A-Za-z0-9+/]+={0,2}$/,
  role: /^arn:[\w-]+:iam::\d{12}:role\/\S+$/,
  provider: /^projects\/\d+\/locations\/global\/workloadIdentityPools\/[\w-]+\/providers\/[\w-]+$/,
  "service-account": /^[^@\s]+@[^@\s]+$/,
  tenant: /^[0-9a-f-]{36}$/i,
  client: /^[0-9a-f-]{36}$/i,
  subscription: /^[0-9a-f-]{36}$/i
};
var plain = /^[A-Za-z0-9][\w.:/-]*$/;
function readSettings(read = new InputReader()) {
  const given = new Map(read.pairs("cluster").map((line) => split(line)));
  const kind = given.get("kind") ?? "";
  if (!isKind(kind)) {
    read.fault("cluster", `needs kind=${Object.keys(fields).join(", ")}, not '${kind}'`);
    read.done();
  }
  const wanted = fields[kind];
  for (const name of wanted) {
    const value = given.get(name) ?? "";
    if (value === "") read.fault("cluster", `of kind ${kind} needs a line ${name}=\u2026`);
    else if (!(form[name] ?? plain).test(value))
      read.fault("cluster", `has ${name}='${value}', which is not of its form`);
  }
  for (const name of given.keys())
    if (name !== "kind" && !wanted.includes(name)) read.fault("cluster", `of kind ${kind} knows no ${name}`);
  read.done();
  return Object.fromEntries(given);
}
function split(line) {
  const at = line.indexOf("=");
  return [line.slice(0, at), line.slice(at + 1).trim()];
}
function isKind(text) {
  return Object.hasOwn(fields, text);
}

// actions/cluster-login/main.ts
var [, script = "", mode, audience = ""] = process.argv;
if (mode === "credential") {
  console.log(await execCredential(process.env, audience));
} else {
  await run("Cluster login", async (signal) => {
    const settings = readSettings();
    const job = { env: process.env, folder: await secretFolder(process.env), signal, mask };
    return clusterLogin(settings, job, [process.execPath, script]);
  });
}
