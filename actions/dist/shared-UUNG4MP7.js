import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  deploymentName
} from "./shared-WUMOF5Q6.js";
import {
  parseImage
} from "./shared-TDZNGA7R.js";
import {
  require_dist
} from "./shared-LRQBTTZK.js";
import {
  withManifests,
  withTemporaryFolder
} from "./shared-OVT33UKT.js";
import {
  readConnection,
  withoutOtherRepository
} from "./shared-BJLNWFWN.js";
import {
  git
} from "./shared-FCLMPENQ.js";
import {
  listAt,
  textAt
} from "./shared-KV5TVEEZ.js";
import {
  ActionError,
  execute,
  mask,
  quote,
  tail
} from "./shared-OBT6BLLR.js";
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
import { join } from "node:path";
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
  return withTemporaryFolder({}, "git", async (scratch) => {
    const remove = () => rmSync(scratch, { recursive: true, force: true });
    process.on("exit", remove);
    const env = { ...own, ...settingsEnv([...connection, ...auth, ...ownSettings]) };
    const blobs = { ids: /* @__PURE__ */ new Set(), underWay: Promise.resolve() };
    const repository = { dir: join(scratch, "repository"), signal, env, blobs, scratch };
    const init = ["init", "--quiet", "--bare", "--template=", repository.dir];
    await git({ ...repository, dir: scratch }, ...init);
    return work(repository).finally(() => process.off("exit", remove));
  });
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
