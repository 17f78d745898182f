import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  deploymentName
} from "./shared-2FQJNBMH.js";
import {
  parseImage
} from "./shared-TDZNGA7R.js";
import {
  require_dist
} from "./shared-LRQBTTZK.js";
import {
  withManifests
} from "./shared-R56OPDFA.js";
import {
  git,
  gitCommand,
  remote
} from "./shared-TE3E4LKY.js";
import {
  listAt,
  textAt
} from "./shared-KV5TVEEZ.js";
import {
  ActionError,
  commandFailed,
  execute,
  mask,
  quote,
  tail
} from "./shared-7TBOUWSZ.js";
import {
  __toESM
} from "./shared-DIOXHLEM.js";

// actions/toolkit/git/git-auth.ts
function gitAuth(token, serverUrl) {
  if (token === "") return [];
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  mask(basic);
  const name = `http.${serverUrl.replace(/\/$/, "")}/.extraheader`;
  return [
    [name, ""],
    [name, `AUTHORIZATION: basic ${basic}`]
  ];
}
function settingsEnv(settings) {
  const pairs = settings.flatMap(([name, value], at) => [
    [`GIT_CONFIG_KEY_${at}`, name],
    [`GIT_CONFIG_VALUE_${at}`, value]
  ]);
  return { GIT_CONFIG_COUNT: String(settings.length), ...Object.fromEntries(pairs) };
}

// actions/toolkit/git/private-repository.ts
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

// actions/toolkit/git/connection.ts
import { resolve } from "node:path";
var otherRepository = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_COMMON_DIR",
  "GIT_NAMESPACE",
  "GIT_PREFIX",
  "GIT_GRAFT_FILE",
  "GIT_SHALLOW_FILE",
  "GIT_REPLACE_REF_BASE",
  "GIT_NO_REPLACE_OBJECTS",
  "GIT_IMPLICIT_WORK_TREE",
  "GIT_INTERNAL_SUPER_PREFIX",
  "GIT_CONFIG"
];
var withoutOtherRepository = Object.fromEntries(
  otherRepository.map((name) => [name, void 0])
);
var connecting = new RegExp(
  [
    "http\\..*",
    "credential\\..*",
    "protocol\\..*",
    "url\\..*\\.(insteadof|pushinsteadof)",
    "core\\.(sshcommand|gitproxy|askpass)",
    "ssh\\.variant",
    `remote\\.${remote}\\.(url|pushurl|proxy|proxyauthmethod|uploadpack|receivepack)`
  ].map((name) => `^${name}$`).join("|"),
  "s"
);
async function readConnection(checkout, signal) {
  const repository = { dir: checkout, signal, env: withoutOtherRepository };
  const listed = await git(repository, "config", "--list", "-z", "--includes");
  return listed.split("\0").flatMap((entry) => {
    const end = entry.indexOf("\n");
    const [name, value] = end === -1 ? [entry, "true"] : [entry.slice(0, end), entry.slice(end + 1)];
    return connecting.test(name) ? [[name, name.endsWith("url") ? absolute(checkout, value) : value]] : [];
  });
}
function absolute(checkout, url) {
  return /^\.{1,2}(\/|$)/.test(url) ? resolve(checkout, url) : url;
}

// actions/toolkit/git/private-repository.ts
var inheritedSettings = [
  "GIT_CONFIG_PARAMETERS",
  "GIT_CONFIG_SYSTEM",
  "GIT_TEMPLATE_DIR",
  "GIT_DEFAULT_HASH",
  "GIT_ATTR_SOURCE",
  "GIT_LITERAL_PATHSPECS",
  "GIT_GLOB_PATHSPECS",
  "GIT_NOGLOB_PATHSPECS",
  "GIT_ICASE_PATHSPECS",
  "GIT_EXTERNAL_DIFF",
  "GIT_DIFF_OPTS"
];
var own = {
  ...withoutOtherRepository,
  ...Object.fromEntries(inheritedSettings.map((name) => [name, void 0])),
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_ATTR_NOSYSTEM: "1"
};
var ownSettings = [
  ["core.hooksPath", "/dev/null"],
  ["core.attributesFile", "/dev/null"],
  ["gc.auto", "0"],
  ["maintenance.auto", "false"]
];
async function withPrivateRepository(checkout, { signal, auth = [] }, work) {
  const connection = await readConnection(checkout, signal);
  const dir = await mkdtemp(join(process.env.RUNNER_TEMP ?? tmpdir(), "repository-"));
  const removeAtExit = () => rmSync(dir, { recursive: true, force: true });
  process.on("exit", removeAtExit);
  try {
    const env = { ...own, ...settingsEnv([...connection, ...auth, ...ownSettings]) };
    const repository = { dir, signal, env, blobs: { ids: /* @__PURE__ */ new Set(), underWay: Promise.resolve() } };
    const init = gitCommand(repository, ["init", "--quiet", "--bare", "--template=", dir]);
    const outcome = await execute(init);
    if (outcome.code !== 0) throw commandFailed(init, outcome);
    return await work(repository);
  } finally {
    process.off("exit", removeAtExit);
    await rm(dir, { recursive: true, force: true, maxRetries: 3 });
  }
}

// actions/toolkit/kustomize.ts
var import_yaml = __toESM(require_dist(), 1);
async function render({ dir, signal }, path) {
  const command = { file: "kustomize", args: ["build", path], cwd: dir, signal };
  const outcome = await execute(command);
  if (outcome.code !== 0) {
    throw new ActionError("render-failed", `${quote(command)} failed:
${tail(outcome.stderr, 20)}`);
  }
  return parseManifests(outcome.stdout.toString());
}
function renderAt(repository, commit, path) {
  return withManifests(repository, commit, (dir) => render({ dir, signal: repository.signal }, path));
}
function parseManifests(text) {
  const manifests = [];
  for (const document of (0, import_yaml.parseAllDocuments)(text)) {
    if (document.errors[0])
      throw new ActionError("render-failed", `kustomize gave broken YAML: ${document.errors[0].message}`);
    const value = document.toJS();
    if (value !== null) manifests.push(value);
  }
  return manifests;
}
function renderedImage(manifests) {
  const containers = listAt(serviceDeployment(manifests), "spec", "template", "spec", "containers");
  const own2 = containers.find((container) => textAt(container, "name") === deploymentName);
  return textAt(own2, "image") || void 0;
}
function renderedDigest(manifests) {
  return parseImage(renderedImage(manifests) ?? "").digest;
}
function renderedNamespace(manifests) {
  return textAt(serviceDeployment(manifests), "metadata", "namespace");
}
function serviceDeployment(manifests) {
  return manifests.find(
    (manifest) => textAt(manifest, "kind") === "Deployment" && textAt(manifest, "metadata", "name") === deploymentName
  );
}

export {
  gitAuth,
  withPrivateRepository,
  render,
  renderAt,
  parseManifests,
  renderedImage,
  renderedDigest,
  renderedNamespace
};
